import {
  ConnectClient,
  ResourceNotFoundException,
  UpdateContactAttributesCommand,
} from '@aws-sdk/client-connect';
import { UnknownContactError, type ContactAttributes } from '@patchbay/call';

/**
 * Connect allows 2 updates a second, 5 at a burst, per account and Region. The adaptive mode slows
 * the client down to what is let through, and 8 attempts with its backoff outlast a busy minute.
 * Source: Connect service quotas, API throttling.
 */
const RETRIES = { retryMode: 'adaptive', maxAttempts: 8 } as const;

/** Sets attributes of the contacts of one Connect instance (named by its id). */
export function createContactAttributes(
  { instanceId }: { instanceId: string },
  client = new ConnectClient(RETRIES),
): ContactAttributes {
  return {
    async set(contactId, attributes, signal) {
      const command = new UpdateContactAttributesCommand({
        InstanceId: instanceId,
        InitialContactId: contactId,
        Attributes: { ...attributes },
      });
      try {
        await client.send(command, signal && { abortSignal: signal });
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        throw new UnknownContactError(contactId, error);
      }
    },
  };
}
