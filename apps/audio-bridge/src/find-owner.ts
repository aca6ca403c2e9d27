import type { CallRecord, CallStore } from '@patchbay/call';
import { sleep, type Clock } from '@patchbay/platform';
import { LEASE_VISIBILITY_S, type CallLease } from './call-lease';
import type { Owner } from './claim-call';
import type { AskOwner } from './http/ask-owner';

export interface FindOwnerDependencies {
  readonly bridge: { readonly calls: Pick<CallStore, 'read'>; readonly clock: Clock };
  /** This bridge itself. */
  readonly owner: Owner;
  readonly askOwner: AskOwner;
  readonly pause?: (delayMs: number) => Promise<void>;
}

export interface FoundOwner {
  readonly record: CallRecord | undefined;
  /** By which message the recorded owner holds the call; undefined when it does not, or is dead. */
  readonly holdingMessageId?: string | undefined;
}

/**
 * Whether the recorded owner of an announced call still carries it.
 *
 * When SQS announces the message by which the owner held the call, its lease is over. Any other
 * message (StartBotSession always sends one, and Connect retries it) says nothing of the owner's
 * health: then one that does not answer is given the time in which its lease would end. When the
 * record names another message after it, an owner lives that holds the call by the record, or has
 * just claimed it: the message is left alone.
 */
export async function findOwner(
  contactId: string,
  lease: CallLease,
  dependencies: FindOwnerDependencies,
): Promise<FoundOwner> {
  const { pause = sleep } = dependencies;
  const found = await lookAndAsk(contactId, lease, dependencies);
  const { record, holdingMessageId } = found;
  const isUnclear = record?.status === 'open' && isElsewhere(record, dependencies);
  if (!isUnclear || holdingMessageId !== undefined) return found;
  if (record.heldMessageId === lease.message?.messageId) return found;
  await pause(LEASE_VISIBILITY_S * 1000);
  const again = await lookAndAsk(contactId, lease, dependencies);
  const { owner, heldMessageId } = again.record ?? {};
  if (!owner || heldMessageId === record.heldMessageId) return again;
  return { ...again, holdingMessageId: again.holdingMessageId ?? lease.message?.messageId };
}

async function lookAndAsk(
  contactId: string,
  { message }: CallLease,
  dependencies: FindOwnerDependencies,
): Promise<FoundOwner> {
  const record = await dependencies.bridge.calls.read(contactId);
  const { owner, epoch } = record ?? {};
  if (!record || !owner || epoch === undefined || !message) return { record };
  if (record.status !== 'open' || !isElsewhere(record, dependencies)) return { record };
  const question = { contactId, heldEpoch: epoch, ...message };
  return { record, holdingMessageId: await dependencies.askOwner(owner, question) };
}

const isElsewhere = (record: CallRecord, { owner }: FindOwnerDependencies) =>
  record.owner !== undefined && record.owner.url !== owner.url;
