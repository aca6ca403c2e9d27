import { domainEventSchema, type DomainEvent } from '@patchbay/contracts';
import { sleep } from '@patchbay/platform';
import type { BridgeRig } from '../turns/bridge-rig';

const CLOSE_LIMIT_MS = 30_000;
const LOOK_INTERVAL_MS = 100;

/** What the bus was told of calls, in its order. */
export interface CallLedger {
  /** Whether the call, once it is closed, has all of its events once and in the order of their sequences. */
  isWhole(contactId: string): Promise<boolean>;
}

export function keepCallLedger({ cloud }: BridgeRig): CallLedger {
  const events: DomainEvent[] = [];
  cloud.eventBridge.onEvent(({ detail }) => {
    const parsed = domainEventSchema.safeParse(detail);
    if (parsed.success) events.push(parsed.data);
  });
  const of = (contactId: string) => events.filter(({ subject }) => subject === contactId);
  return {
    async isWhole(contactId) {
      for (let waitedMs = 0; waitedMs < CLOSE_LIMIT_MS; waitedMs += LOOK_INTERVAL_MS) {
        if (of(contactId).at(-1)?.type === 'CallEnded') break;
        await sleep(LOOK_INTERVAL_MS);
      }
      const told = of(contactId);
      return (
        told[0]?.type === 'CallStarted' &&
        told.filter(({ type }) => type === 'CallEnded').length === 1 &&
        told.every(({ sequence }, index) => sequence === index + 1)
      );
    },
  };
}
