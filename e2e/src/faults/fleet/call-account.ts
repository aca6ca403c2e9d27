import type { CallProgress } from '@patchbay/local-cloud';
import type { DomainEvent, StoredTurn } from '@patchbay/contracts';

/** Something seen of a call, in milliseconds of the monotonic clock. */
export type Seen<What> = What & { readonly seenMs: number };

/** A poll of the contact flow, and what it was answered. */
export interface Poll {
  readonly askedCursor: string;
  readonly answer: Readonly<Record<string, string>>;
}

/** A run of a tool's function. */
export interface ToolRun {
  readonly idempotencyKey: string;
  readonly turn: number;
}

/** All that one call did, as seen from outside of the product. */
export interface CallAccount {
  readonly contactId: string;
  readonly progress: Seen<CallProgress>[];
  readonly polls: Seen<Poll>[];
  readonly toolRuns: Seen<ToolRun>[];
  /** Every publication on the bus, repeated ones too. */
  readonly events: Seen<{ readonly event: DomainEvent }>[];
  /** The turns on S3; there once the ledger is closed. */
  readonly turns: StoredTurn[];
  /** Whether the archived transcript has exactly these turns. */
  transcriptMatches: boolean;
  /** Ids of events that the webhook was told of. */
  readonly webhooks: string[];
}

export const newAccount = (contactId: string): CallAccount => ({
  contactId,
  progress: [],
  polls: [],
  toolRuns: [],
  events: [],
  turns: [],
  transcriptMatches: false,
  webhooks: [],
});

/** How the contact ended; undefined while it has not. */
export const endOf = ({ progress }: CallAccount) =>
  progress.find((step) => step.type === 'ended') as
    Extract<Seen<CallProgress>, { type: 'ended' }> | undefined;

/** What the caller was played, in order. */
export const promptsOf = ({ progress }: CallAccount) =>
  progress.filter((step) => step.type === 'prompt') as Extract<
    Seen<CallProgress>,
    { type: 'prompt' }
  >[];

/** Reply parts have an address of their own; greetings and fillers are phrases rendered ahead. */
export const isPart = ({ uri }: { uri: string }) => uri.includes('/parts/');

/** Events by their id, each once: the bus may deliver one twice. */
export const distinctEvents = ({ events }: CallAccount): DomainEvent[] => [
  ...new Map(events.map(({ event }) => [event.id, event])).values(),
];
