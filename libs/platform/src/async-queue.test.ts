import { AsyncQueue } from './async-queue';

async function drained<T>(queue: AsyncQueue<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of queue) values.push(value);
  return values;
}

describe('AsyncQueue', () => {
  test('delivers in order what was pushed before, during and at the end of the drain', async () => {
    const queue = new AsyncQueue<number>();
    queue.push(1);

    const values = drained(queue);
    queue.push(2);
    await new Promise(setImmediate);
    queue.push(3);
    queue.end();
    queue.push(4);

    expect(await values).toEqual([1, 2, 3]);
  });

  test('throws its failure after the values before it', async () => {
    const queue = new AsyncQueue<number>();
    const seen: number[] = [];
    queue.push(1);
    queue.fail(new Error('lost'));

    const drain = (async () => {
      for await (const value of queue) seen.push(value);
    })();

    await expect(drain).rejects.toThrow('lost');
    expect(seen).toEqual([1]);
  });
});
