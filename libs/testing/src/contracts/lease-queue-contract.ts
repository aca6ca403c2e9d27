import type { LeaseQueue, MessageSender } from '@patchbay/messaging';

/** What every lease queue must do. `create` answers an empty queue. */
export function describeLeaseQueue(
  name: string,
  create: () => Promise<LeaseQueue & MessageSender>,
  /** Lets this much of the queue's time pass. */
  pass: (durationMs: number) => Promise<void>,
) {
  describe(`${name} keeps the contract of a lease queue`, () => {
    let queue: LeaseQueue & MessageSender;
    const receiveNow = (visibilityS: number) =>
      queue.receive({ limit: 10, visibilityS, waitS: 0, signal: new AbortController().signal });

    beforeEach(async () => {
      queue = await create();
    });

    test('a message in flight is invisible until its visibility ends', async () => {
      await queue.send('call');

      const [held] = await receiveNow(1);
      const meanwhile = await receiveNow(1);
      await pass(1200);
      const [again] = await receiveNow(1);

      expect(held?.body).toBe('call');
      expect(meanwhile).toEqual([]);
      expect(again?.body).toBe('call');
      expect(again?.receiptHandle).not.toBe(held?.receiptHandle);
    });

    test('a heartbeat keeps it, removing ends it', async () => {
      await queue.send('call');
      const [held] = await receiveNow(1);
      const handle = held?.receiptHandle ?? '';

      await queue.extend(handle, 60);
      await pass(1200);
      const whileHeld = await receiveNow(1);
      await queue.remove(handle);
      const removed = queue.extend(handle, 0);

      expect(whileHeld).toEqual([]);
      await expect(removed).rejects.toMatchObject({ name: 'LeaseLostError' });
    });

    test('who lost the message to another receiver is told at the next heartbeat', async () => {
      await queue.send('call');
      const [lost] = await receiveNow(0);
      await receiveNow(60);

      const heartbeat = queue.extend(lost?.receiptHandle ?? '', 60);

      await expect(heartbeat).rejects.toMatchObject({ name: 'LeaseLostError' });
    });

    test('a waiting receive gets a message that comes, and an aborted one gets none', async () => {
      const stopping = new AbortController();
      const wait = { limit: 1, visibilityS: 60, waitS: 20, signal: stopping.signal };

      const waiting = queue.receive(wait);
      await queue.send('call');
      const [received] = await waiting;
      const idle = queue.receive(wait);
      stopping.abort();

      expect(received?.body).toBe('call');
      expect(await idle).toEqual([]);
    });
  });
}
