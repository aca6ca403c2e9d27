import {
  domainEventSchema,
  storedTurnSchema,
  type DomainEvent,
  type StoredTurn,
} from '@patchbay/contracts';
import { BUCKETS } from '@patchbay/infra';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import { heardTurns, type HeardPrompt, type HeardTurn } from '../caller/heard-turns';
import type { System } from './system';

/** What a call's events on the bus tell. */
export interface CallWatch {
  /** Prompts that the caller heard, so far; whoever plays them adds them. */
  readonly prompts: HeardPrompt[];
  /** The contact's events so far. */
  readonly events: readonly DomainEvent[];
  /** Its turns so far, in order. */
  readonly turns: readonly HeardTurn[];
  /** From now on the events of this contact count. */
  follow(contactId: string): void;
  /** Resolves when every turn that was told of has been read. */
  settled(): Promise<void>;
  stop(): void;
}

/** Follows a call by its events, and reads every turn as soon as its event is on the bus. */
export function watchCall({ cloud, s3 }: System, onTurn: (turn: HeardTurn) => void): CallWatch {
  const transcripts = createS3ObjectStore({ bucket: BUCKETS.transcripts }, s3);
  const prompts: HeardPrompt[] = [];
  const events: DomainEvent[] = [];
  const turns: StoredTurn[] = [];
  let reading = Promise.resolve();
  let followed: string | undefined;

  async function readTurn(key: string, sequence: number): Promise<void> {
    const body = Buffer.from((await transcripts.get(key)) ?? []);
    turns.push(storedTurnSchema.parse(JSON.parse(body.toString())));
    turns.sort((a, b) => a.sequence - b.sequence);
    const heard = heardTurns(turns, prompts).find(({ stored }) => stored.sequence === sequence);
    if (heard) onTurn(heard);
  }

  const stop = cloud.eventBridge.onEvent(({ detail }) => {
    const { data: event } = domainEventSchema.safeParse(detail);
    if (!event || event.subject !== followed) return;
    events.push(event);
    if (event.type !== 'TurnCompleted') return;
    reading = reading.then(() => readTurn(event.data.turnKey, event.sequence));
  });
  return {
    prompts,
    events,
    get turns() {
      return heardTurns(turns, prompts);
    },
    follow: (contactId) => void (followed = contactId),
    settled: () => reading,
    stop,
  };
}
