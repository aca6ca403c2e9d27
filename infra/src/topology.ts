/**
 * The queues, rules, table and buckets of the system: one description that the local cloud and
 * the deployment both build from, so that they cannot differ.
 */
export interface QueueSpec {
  readonly name: string;
  readonly visibilityTimeoutS: number;
  readonly retentionS: number;
  /** Receives before a message moves to the queue's dead-letter queue, `<name>-dlq`. */
  readonly maxReceiveCount: number;
}

export interface RuleSpec {
  readonly name: string;
  /** `default` carries the events of AWS services; `patchbay` carries ours. */
  readonly bus: 'default' | 'patchbay';
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targetQueue: string;
}

const DAY_S = 24 * 60 * 60;

/** Shorter than the dead-letter queue's 14 days, which count from the first enqueue. */
const SOURCE_RETENTION_S = 4 * DAY_S;
export const DEAD_LETTER_RETENTION_S = 14 * DAY_S;

export const BUS_NAME = 'patchbay';
export const CALLS_TABLE = { name: 'patchbay-calls', partitionKey: 'contactId', ttl: 'expiresAtS' };
/** Which effects of which events were carried out; outlives dead letters and their replay. */
export const EFFECTS_TABLE = {
  name: 'patchbay-effects',
  partitionKey: 'effectId',
  ttl: 'expiresAtS',
};
/** Why attempts failed, so that dead letters can be explained. */
export const FAILURES_TABLE = {
  name: 'patchbay-failures',
  partitionKey: 'failureId',
  ttl: 'expiresAtS',
};
export const TABLES = [CALLS_TABLE, EFFECTS_TABLE, FAILURES_TABLE];
export const BUCKETS = { transcripts: 'patchbay-transcripts', prompts: 'patchbay-prompts' };

export const QUEUES: readonly QueueSpec[] = [
  {
    // A live call is a message held in flight; its visibility is short so that a lost bridge shows.
    // Losses are counted in the call's record, not here: clean hand-overs raise the receive count
    // too. So the count is only a backstop against a message that no bridge can even read: as many
    // as SQS takes, which a call reaches in no day of hand-overs.
    name: 'calls',
    visibilityTimeoutS: 5,
    retentionS: DAY_S,
    maxReceiveCount: 1000,
  },
  {
    name: 'transcripts',
    visibilityTimeoutS: 60,
    retentionS: SOURCE_RETENTION_S,
    maxReceiveCount: 5,
  },
  {
    name: 'notifications',
    visibilityTimeoutS: 60,
    retentionS: SOURCE_RETENTION_S,
    maxReceiveCount: 5,
  },
  {
    name: 'contact-events',
    visibilityTimeoutS: 60,
    retentionS: SOURCE_RETENTION_S,
    maxReceiveCount: 5,
  },
];

export const RULES: readonly RuleSpec[] = [
  {
    name: 'transcripts',
    bus: 'patchbay',
    pattern: { 'detail-type': ['CallEnded', 'CallFailed'] },
    targetQueue: 'transcripts',
  },
  {
    name: 'notifications',
    bus: 'patchbay',
    pattern: { 'detail-type': ['TransferRequested', 'CallbackRequested', 'VoicemailLeft'] },
    targetQueue: 'notifications',
  },
  {
    name: 'contact-events',
    bus: 'default',
    pattern: { source: ['aws.connect'], 'detail-type': ['Amazon Connect Contact Event'] },
    targetQueue: 'contact-events',
  },
];

export const deadLetterQueue = (queue: string) => `${queue}-dlq`;
