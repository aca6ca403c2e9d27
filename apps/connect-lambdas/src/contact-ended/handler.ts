import { createDynamoCallStore } from '@patchbay/call-store-dynamodb';
import { createLogger, systemClock } from '@patchbay/platform';
import { createSqsSender } from '@patchbay/queue-sqs';
import type { SQSEvent } from 'aws-lambda';
import { createBridgeClient } from '../bridge/bridge-client';
import { readConfig } from './config';
import { handleContactEvents } from './handle-contact-events';
import { noteDisconnect } from './note-disconnect';

const config = await readConfig();
const logger = createLogger('contact-ended', { level: config.LOG_LEVEL });
const dependencies = {
  calls: createDynamoCallStore({ tableName: config.CALLS_TABLE }),
  callQueue: createSqsSender({ queueUrl: config.CALLS_QUEUE_URL }),
  bridge: createBridgeClient(config.BRIDGE_KEYS, systemClock),
  clock: systemClock,
  logger,
};

/** Reads Amazon Connect's contact events from their queue. */
export const handler = (event: SQSEvent) =>
  handleContactEvents(event, (contactId) => noteDisconnect(contactId, dependencies), logger);
