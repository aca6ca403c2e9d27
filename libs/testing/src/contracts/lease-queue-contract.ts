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

    test('one heartbeat for many tells which of them are lost', async () => {
      await queue.send('lost');
      const [lost] = await receiveNow(0);
      await receiveNow(60);
      await queue.send('held');
      const [held] = await receiveNow(1);
      const handles = [lost, held].map((message) => message?.receiptHandle ?? '');

      const outcomes = await queue.extendAll(handles, 60);
      await pass(1200);

      expect(outcomes).toEqual(['lost', 'held']);
      expect(await receiveNow(1)).toEqual([]);
    });

    test('a message keeps its id from receive to receive', async () => {
      await queue.send('call');
      await queue.send('call');
      const [one, other] = await receiveNow(60);
      const first = one ?? other;

      await queue.extend(first?.receiptHandle ?? '', 0);
      const [again] = await receiveNow(60);

      expect(again?.messageId).toBe(first?.messageId);
      expect(again?.messageId).toBeTruthy();
    });

    test('a message that was sent with a delay is announced after it', async () => {
      await queue.send('later', 1);

      const before = await receiveNow(60);
      await pass(1200);
      const after = await receiveNow(60);

      expect(before).toEqual([]);
      expect(after.map(({ body }) => body)).toEqual(['later']);
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
