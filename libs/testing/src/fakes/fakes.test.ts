import { anEvent } from '../factories';
import {
  describeCallHistory,
  describeCallStore,
  describeEffectLedger,
  describeLeaseQueue,
  describeObjectStore,
} from '../contracts';
import { createManualClock } from './manual-clock';
import { createMemoryCallHistory } from './memory-call-history';
import { createMemoryCallStore } from './memory-call-store';
import { createMemoryEffectLedger } from './memory-effect-ledger';
import { createMemoryEventBus } from './memory-event-bus';
import { createMemoryObjectStore } from './memory-object-store';
import { createMemoryQueue } from './memory-queue';

const clock = createManualClock();

describeCallStore('the store in memory', () => createMemoryCallStore());
describeCallHistory('the history in memory', () => createMemoryCallHistory());
describeEffectLedger('the ledger in memory', async () => createMemoryEffectLedger());
describeObjectStore('the bucket in memory', async () => createMemoryObjectStore());
describeLeaseQueue(
  'the queue in memory',
  async () => createMemoryQueue(clock),
  async (durationMs) => clock.advance(durationMs),
);

describe('the bus in memory', () => {
  test('confirms what it keeps and leaves out what it refuses', async () => {
    const bus = createMemoryEventBus();
    bus.refuse('CallEnded');
    const started = anEvent.callStarted();

    const confirmed = await bus.publish([started, anEvent.callEnded()]);

    expect(confirmed).toEqual([started.id]);
    expect(bus.published).toEqual([started]);
  });
});
