import { callStarted } from '@patchbay/contracts';
import { publishOutbox } from './outbox';

const events = [1, 2, 3].map((sequence) =>
  callStarted({ contactId: 'contact-0001', sequence, timeMs: 0 }, { agentId: 'bank-demo' }),
);
const idOf = (index: number) => events[index]?.id ?? '';

describe('publishOutbox', () => {
  test('leaves what the bus did not confirm, in order', async () => {
    const bus = { publish: async () => [idOf(1)] };

    expect(await publishOutbox(bus, events)).toEqual([events[0], events[2]]);
  });

  test('an empty outbox needs no bus', async () => {
    const bus = { publish: () => Promise.reject(new Error('called')) };

    expect(await publishOutbox(bus, [])).toEqual([]);
  });
});
