import { openCatalogWithoutTools, type AgentDefinition } from '@patchbay/agent';
import { createFolderSource } from '@patchbay/agent-catalog-folder';
import { createObjectStoreBotSwitch } from '@patchbay/bot-switch-object-store';
import { createDynamoCallWriter } from '@patchbay/call-store-dynamodb';
import { objectUrl } from '@patchbay/contracts';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import { createLogger, systemClock } from '@patchbay/platform';
import { createSqsSender } from '@patchbay/queue-sqs';
import { renderPhrase, renderPhraseSet } from '@patchbay/speech';
import { createPollyVoice } from '@patchbay/voice-polly';
import { parseContactFlowEvent } from '../contact-flow-event';
import { phraseStyle } from '../standby-phrases';
import { readConfig } from './config';
import { startBotSession } from './start-bot-session';

const config = readConfig();
const logger = createLogger('start-bot-session', { level: config.LOG_LEVEL });
const voice = createPollyVoice();
const prompts = createS3ObjectStore({ bucket: config.PROMPTS_BUCKET });

const greetingUrl = async (agent: AgentDefinition) => {
  const text = agent.greeting;
  const { key } = await renderPhrase({ text, style: phraseStyle(agent), voice, prompts });
  return objectUrl(config.PROMPTS_BUCKET, config.AWS_REGION, key);
};
const renderPhrases = (texts: readonly string[], agent: AgentDefinition) =>
  renderPhraseSet({ texts, style: phraseStyle(agent), voice, prompts });

const dependencies = {
  agents: await openCatalogWithoutTools(createFolderSource(config.AGENTS_DIR), logger),
  botSwitch: createObjectStoreBotSwitch({ store: prompts, clock: systemClock, logger }),
  calls: createDynamoCallWriter({ tableName: config.CALLS_TABLE }),
  callQueue: createSqsSender({ queueUrl: config.CALLS_QUEUE_URL }),
  greetingUrl,
  renderPhrases,
  clock: systemClock,
  logger,
};

/** Invoked by the contact flow, once media streaming has started. */
export const handler = async (event: unknown) =>
  startBotSession(parseContactFlowEvent(event), dependencies);
