import { callEndedSchema, callFailedSchema } from '@patchbay/contracts';
import { createDynamoFailureLog } from '@patchbay/failure-log-dynamodb';
import { parseBusMessage } from '@patchbay/messaging';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import { createLogger, runService } from '@patchbay/platform';
import { startConsumer } from '@patchbay/queue-sqs';
import { z } from 'zod';
import { archiveTranscript } from './archive-transcript';
import { readConfig } from './config';

const lastEventSchema = z.discriminatedUnion('type', [callEndedSchema, callFailedSchema]);

await runService(async () => {
  const config = readConfig();
  const logger = createLogger('transcript-archiver', { level: config.LOG_LEVEL });
  const transcripts = createS3ObjectStore({ bucket: config.TRANSCRIPTS_BUCKET });
  const consumer = startConsumer({
    queueUrl: config.TRANSCRIPTS_QUEUE_URL,
    handle: (body, signal) =>
      archiveTranscript(parseBusMessage(body, lastEventSchema), signal, { transcripts, logger }),
    failures: createDynamoFailureLog({ tableName: config.FAILURES_TABLE }),
    visibilityS: config.VISIBILITY_S,
    retryBaseMs: config.RETRY_BASE_MS,
    logger,
  });
  logger.info('ready');
  return consumer;
});
