import { openCatalog } from '@patchbay/agent';
import { createFolderSource } from '@patchbay/agent-catalog-folder';
import { createDynamoCallStore } from '@patchbay/call-store-dynamodb';
import { createLogger, sleep, systemClock } from '@patchbay/platform';
import type { Context } from 'aws-lambda';
import { createBridgeClient } from '../bridge/bridge-client';
import { parseContactFlowEvent } from '../contact-flow-event';
import { readConfig } from './config';
import { toConnectAnswer } from './connect-answer';
import { processBotTurn } from './process-bot-turn';
import { toTurnPoll } from './turn-poll';

/** Connect gives a function 8 s at most, its cold start included. */
const BUDGET_MS = 7000;
/** Kept back, so that the answer leaves before Lambda ends the function. */
const RESERVE_MS = 1000;

const config = await readConfig();
const logger = createLogger('process-bot-turn', { level: config.LOG_LEVEL });
const dependencies = {
  agents: await openCatalog(createFolderSource(config.AGENTS_DIR), logger),
  defaultQueueArn: config.DEFAULT_QUEUE_ARN,
  calls: createDynamoCallStore({ tableName: config.CALLS_TABLE }),
  bridge: createBridgeClient(config.BRIDGE_KEYS, systemClock),
  clock: systemClock,
  pause: sleep,
  logger,
};

/** Invoked by the contact flow after each thing that it did. */
export const handler = async (event: unknown, context: Context) => {
  const poll = toTurnPoll(parseContactFlowEvent(event));
  const budgetMs = Math.min(BUDGET_MS, context.getRemainingTimeInMillis() - RESERVE_MS);
  const answer = await processBotTurn(poll, budgetMs, dependencies);
  const { cursor, intent } = answer;
  logger.info('turn answered', { contactId: poll.contactId, cursor, intent });
  return toConnectAnswer(answer);
};
