import { openCatalog, type AgentCatalog } from '@patchbay/agent';
import { createFolderSource } from '@patchbay/agent-catalog-folder';
import { createS3Source, isS3Url } from '@patchbay/agent-catalog-s3';
import { createContactAttributes } from '@patchbay/contact-connect';
import { objectUrl } from '@patchbay/contracts';
import { createDynamoEffectLedger } from '@patchbay/effect-ledger-dynamodb';
import { createDynamoFailureLog } from '@patchbay/failure-log-dynamodb';
import { parseBusMessage } from '@patchbay/messaging';
import { createLogger, runService, systemClock } from '@patchbay/platform';
import { startConsumer } from '@patchbay/queue-sqs';
import { notableEventSchema, type NotableEvent } from './channels/channel';
import { chooseChannels, type ChannelChoice } from './channels/choose-channels';
import { createTranscriptLinkChannel } from './channels/transcript-link';
import { createWebhookChannel } from './channels/webhook';
import { readConfig, type NotificationConfig } from './config';
import { notifyEvent } from './notify-event';

/** A webhook that was added to an agent is used within seconds. */
const AGENTS_REFRESH_INTERVAL_MS = 5000;

await runService(async () => {
  const config = readConfig();
  const logger = createLogger('notification-service', { level: config.LOG_LEVEL });
  const { AGENTS_DIR: place } = config;
  const source = isS3Url(place) ? createS3Source(place) : createFolderSource(place);
  const agents = await openCatalog(source, logger);
  const choice = createChoice(config, agents);
  const dependencies = {
    channelsFor: (event: NotableEvent) => chooseChannels(event, choice),
    ledger: createDynamoEffectLedger({ tableName: config.EFFECTS_TABLE }),
    effectLimitMs: config.EFFECT_LIMIT_MS,
    logger,
  };
  const consumer = startConsumer({
    queueUrl: config.NOTIFICATIONS_QUEUE_URL,
    handle: (body, signal) =>
      notifyEvent(parseBusMessage(body, notableEventSchema), signal, dependencies),
    failures: createDynamoFailureLog({ tableName: config.FAILURES_TABLE }),
    visibilityS: config.VISIBILITY_S,
    retryBaseMs: config.RETRY_BASE_MS,
    logger,
  });
  const stopping = new AbortController();
  const watched = agents.keepFresh(AGENTS_REFRESH_INTERVAL_MS, stopping.signal);
  logger.info('ready');
  return {
    async stop() {
      stopping.abort();
      await Promise.all([consumer.stop(), watched]);
    },
  };
});

function createChoice(config: NotificationConfig, agents: AgentCatalog): ChannelChoice {
  const urlOf = (key: string) => objectUrl(config.TRANSCRIPTS_BUCKET, config.AWS_REGION, key);
  const contacts = createContactAttributes({ instanceId: config.CONNECT_INSTANCE_ID });
  const createWebhook = (name: string, url: string) =>
    createWebhookChannel({
      name,
      url,
      keys: config.WEBHOOK_KEYS,
      objectUrl: urlOf,
      clock: systemClock,
    });
  return {
    agents,
    ofDeployment: [
      createWebhook('webhook', config.WEBHOOK_URL),
      createTranscriptLinkChannel(contacts, urlOf),
    ],
    createWebhook,
  };
}
