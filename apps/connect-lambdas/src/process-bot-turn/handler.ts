import { openCatalogWithoutTools, type AgentDefinition } from '@patchbay/agent';
import { createFolderSource } from '@patchbay/agent-catalog-folder';
import { createDynamoCallStore } from '@patchbay/call-store-dynamodb';
import { objectUrl } from '@patchbay/contracts';
import { createLogger, errorName, sleep, systemClock } from '@patchbay/platform';
import { createSqsSender } from '@patchbay/queue-sqs';
import { renderedPhraseKey } from '@patchbay/speech';
import type { Context } from 'aws-lambda';
import { createBridgeClient } from '../bridge/bridge-client';
import { chooseAgent } from '../choose-agent';
import { flowParameter, parseContactFlowEvent } from '../contact-flow-event';
import { phraseStyle } from '../standby-phrases';
import { readConfig } from './config';
import { toConnectAnswer } from './connect-answer';
import { outlastStore } from './outlast-store';
import { formatStoreWait, parseStoreWait } from './store-wait';
import { toTurnPoll } from './turn-poll';

/** Connect gives a function 8 s at most, its cold start included. */
const BUDGET_MS = 7000;
/** Kept back, so that the answer leaves before Lambda ends the function. */
const RESERVE_MS = 1000;

const config = await readConfig();
const logger = createLogger('process-bot-turn', { level: config.LOG_LEVEL });
const phraseUrl = (text: string, agent: AgentDefinition) => {
  const key = renderedPhraseKey(text, phraseStyle(agent));
  return objectUrl(config.PROMPTS_BUCKET, config.AWS_REGION, key);
};
const dependencies = {
  agents: await openCatalogWithoutTools(createFolderSource(config.AGENTS_DIR), logger),
  defaultQueueArn: config.DEFAULT_QUEUE_ARN,
  calls: createDynamoCallStore({ tableName: config.CALLS_TABLE }),
  callQueue: createSqsSender({ queueUrl: config.CALLS_QUEUE_URL }),
  bridge: createBridgeClient(config.BRIDGE_KEYS, systemClock),
  phraseUrl,
  clock: systemClock,
  pause: sleep,
  logger,
};

/** Invoked by the contact flow after each thing that it did. */
export const handler = async (event: unknown, context: Context) => {
  const flowEvent = parseContactFlowEvent(event);
  const poll = toTurnPoll(flowEvent);
  const budgetMs = Math.min(BUDGET_MS, context.getRemainingTimeInMillis() - RESERVE_MS);
  const { contactId } = poll;
  const asked = {
    poll,
    wait: parseStoreWait(flowParameter(flowEvent, 'storeWait') ?? ''),
    agent: () => chooseAgent(flowEvent, dependencies.agents),
  };
  const { answer, wait } = await outlastStore(asked, budgetMs, dependencies).catch(
    (error: unknown) => {
      logger.error('turn not answered', { contactId, errorName: errorName(error) });
      throw error;
    },
  );
  const { cursor, intent } = answer;
  logger.info('turn answered', { contactId, cursor, intent });
  return { ...toConnectAnswer(answer), storeWait: formatStoreWait(wait) };
};
