import { EventLoopShare } from './event-loop-share';

const ITEMS = 500;

/** Sources that have everything ready at once; each item costs a millisecond to handle. */
function prepare() {
  let nowMs = 0;
  const share = new EventLoopShare({ monotonicMs: () => nowMs });
  async function* ready() {
    for (let item = 0; item < ITEMS; item += 1) yield item;
  }
  let handled = 0;
  const handleAll = async (items: AsyncIterable<number>) => {
    const seen: number[] = [];
    for await (const item of items) {
      seen.push(item);
      nowMs += 1;
      handled += 1;
    }
    return seen;
  };
  return { share, ready, handleAll, handled: () => handled };
}

describe('work in slices', () => {
  test('hands out every item, in order', async () => {
    const { share, ready, handleAll } = prepare();

    const seen = await handleAll(share.inSlices(ready()));

    expect(seen).toEqual(Array.from({ length: ITEMS }, (_, item) => item));
  });

  test('lets others have their turn in between, however many sources there are', async () => {
    const { share, ready, handleAll, handled } = prepare();
    const handledAtTurns: number[] = [];
    const work = [1, 2, 3].map(() => handleAll(share.inSlices(ready())));

    while (handled() < 3 * ITEMS) {
      await new Promise(setImmediate);
      handledAtTurns.push(handled());
    }

    await Promise.all(work);
    const inOneTurn = handledAtTurns.map((count, turn) => count - (handledAtTurns[turn - 1] ?? 0));
    expect(Math.max(...inOneTurn)).toBeLessThanOrEqual(2 * 10);
  });

  test('ends its source when nobody wants more', async () => {
    const { share } = prepare();
    let isEnded = false;
    async function* endless() {
      try {
        for (;;) yield 1;
      } finally {
        isEnded = true;
      }
    }

    const items = share.inSlices(endless());
    await items.next();
    await items.return(undefined);

    expect(isEnded).toBe(true);
  });
});
