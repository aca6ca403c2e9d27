import { metadataKey, transcriptKey } from '@patchbay/contracts';
import { BUCKETS } from '@patchbay/infra';
import { AGENT_ID } from '@patchbay/testing';
import type { WitnessedRequest, WitnessListener } from './witness';

export interface DeleteLedger extends WitnessListener {
  /** Calls whose message was asked to be deleted so far. */
  readonly deleted: number;
  /** Deletes of messages whose call had not both objects confirmed by S3 at that moment. */
  readonly deletedEarly: number;
}

/** Follows each message of the archiver from its receive to its delete, and what S3 confirmed. */
export function createDeleteLedger(): DeleteLedger {
  const contactByHandle = new Map<string, string>();
  const confirmedPaths = new Set<string>();
  const deleted = new Set<string>();
  let deletedEarly = 0;
  const isStored = (contactId: string) =>
    [transcriptKey, metadataKey].every((keyOf) =>
      confirmedPaths.has(`/${BUCKETS.transcripts}/${keyOf(AGENT_ID, contactId)}`),
    );
  return {
    get deleted() {
      return deleted.size;
    },
    get deletedEarly() {
      return deletedEarly;
    },
    onRequest({ target, body }) {
      if (target !== 'AmazonSQS.DeleteMessage') return;
      const contactId = contactByHandle.get(JSON.parse(body).ReceiptHandle) ?? '';
      deleted.add(contactId);
      if (!isStored(contactId)) deletedEarly += 1;
    },
    onAnswer(asked, status, body) {
      if (status !== 200) return;
      if (asked.method === 'PUT') confirmedPaths.add(pathOf(asked));
      if (asked.target !== 'AmazonSQS.ReceiveMessage') return;
      for (const { ReceiptHandle, Body } of JSON.parse(body).Messages ?? []) {
        contactByHandle.set(ReceiptHandle, JSON.parse(Body).detail.subject);
      }
    },
  };
}

const pathOf = ({ path }: WitnessedRequest) => decodeURIComponent(path.split('?')[0] ?? '');
