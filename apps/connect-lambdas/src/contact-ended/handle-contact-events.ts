import { contactEnded, contactEventSchema } from '@patchbay/contracts';
import { errorName, PatchbayError, type Logger } from '@patchbay/platform';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

/** A message on the contact events' queue that is none; it ends on the dead-letter queue. */
export class BadContactEventError extends PatchbayError {
  constructor(cause: unknown) {
    super('BadContactEventError', 'The message is not an Amazon Connect contact event.', {
      retryable: false,
      cause,
    });
  }
}

/**
 * Handles each message of a batch on its own: only those that failed are reported, and retried.
 * Source: Lambda, "Reporting batch item failures" for SQS.
 */
export async function handleContactEvents(
  { Records }: SQSEvent,
  onDisconnect: (contactId: string) => Promise<void>,
  logger: Logger,
): Promise<SQSBatchResponse> {
  const results = await Promise.allSettled(
    Records.map((record) => handleOne(record, onDisconnect)),
  );
  const batchItemFailures = results.flatMap((result, index) => {
    if (result.status === 'fulfilled') return [];
    logger.warn('contact event failed', { errorName: errorName(result.reason) });
    return [{ itemIdentifier: Records[index]?.messageId ?? '' }];
  });
  return { batchItemFailures };
}

async function handleOne(
  { body }: SQSRecord,
  onDisconnect: (contactId: string) => Promise<void>,
): Promise<void> {
  const contactId = contactEnded(parse(body));
  if (contactId !== undefined) await onDisconnect(contactId);
}

function parse(body: string) {
  try {
    return contactEventSchema.parse(JSON.parse(body));
  } catch (error) {
    throw new BadContactEventError(error);
  }
}
