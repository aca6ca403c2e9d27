import { domainEventSchema, type DomainEvent } from '@patchbay/contracts';
import { sleep } from '@patchbay/platform';
import type { BridgeRig } from '../turns/bridge-rig';

const CLOSE_LIMIT_MS = 30_000;
const LOOK_INTERVAL_MS = 100;

/** What the bus was told of calls. */
export interface CallLedger {
  /** The events of a call once it is closed, or after a while: each once, by its sequence. */
  eventsOf(contactId: string): Promise<readonly DomainEvent[]>;
}

export function keepCallLedger({ cloud }: BridgeRig): CallLedger {
  const byId = new Map<string, DomainEvent>();
  cloud.eventBridge.onEvent(({ detail }) => {
    const parsed = domainEventSchema.safeParse(detail);
    if (parsed.success) byId.set(parsed.data.id, parsed.data);
  });
  const told = (contactId: string) =>
    [...byId.values()]
      .filter(({ subject }) => subject === contactId)
      .toSorted((a, b) => a.sequence - b.sequence);
  return {
    async eventsOf(contactId) {
      for (let waitedMs = 0; waitedMs < CLOSE_LIMIT_MS; waitedMs += LOOK_INTERVAL_MS) {
        if (isWhole(told(contactId))) break;
        await sleep(LOOK_INTERVAL_MS);
      }
      return told(contactId);
    },
  };
}

/** Whether a call's sequences have no gap and no two events, from its start to its one end. */
export const isWhole = (events: readonly DomainEvent[]): boolean =>
  events[0]?.type === 'CallStarted' &&
  events.at(-1)?.type === 'CallEnded' &&
  events.filter(({ type }) => type === 'CallEnded').length === 1 &&
  events.every(({ sequence }, index) => sequence === index + 1);
