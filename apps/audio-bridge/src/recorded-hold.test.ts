import { RecordedHold } from './recorded-hold';

/** A record that is written in steps; `order` tells what it named, in the order it was applied. */
function prepare() {
  const order: string[] = [];
  const steps: { apply(): void; fail(): void }[] = [];
  const hold = new RecordedHold('m1', (name) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    steps.push({
      apply: () => (order.push(name), resolve()),
      fail: () => reject(new Error('the table is away')),
    });
    return promise;
  });
  return { hold, order, steps };
}
const settled = () => new Promise(setImmediate);

test('nothing is written that the record says already', async () => {
  const { hold, steps } = prepare();

  await hold.name('m1');

  expect(steps).toEqual([]);
});

test('a name that is slow to be written is not overtaken by the next', async () => {
  const { hold, order, steps } = prepare();
  const first = hold.renew();
  const then = [hold.name('m1'), hold.renew()];
  await settled();
  expect(steps).toHaveLength(1);

  for (let next = 0; next < 3; next++) {
    steps[next]?.apply();
    await settled();
  }

  await Promise.all([first, ...then]);
  expect(order).toEqual([
    expect.stringMatching(/^record:/),
    'm1',
    expect.stringMatching(/^record:/),
  ]);
});

test('a name of which nobody knows whether it was written is written again', async () => {
  const { hold, order, steps } = prepare();
  const failed = hold.renew();
  await settled();
  steps[0]?.fail();
  await expect(failed).rejects.toThrow('away');

  const again = hold.name('m1');
  await settled();
  steps[1]?.apply();
  await again;

  expect(order).toEqual(['m1']);
});
