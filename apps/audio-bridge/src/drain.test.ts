import { createManualClock } from '@patchbay/testing';
import { Departure, Drain } from './drain';

function prepare() {
  const clock = createManualClock();
  const stopping = new AbortController();
  const departure = new Departure(new Drain(stopping.signal, 100_000, clock), clock);
  /** Looks every second for so long. */
  const look = (isBusy: boolean, durationMs: number) => {
    let leaves = departure.look(isBusy);
    for (let passedMs = 0; passedMs < durationMs; passedMs += 1000) {
      clock.advance(1000);
      leaves = departure.look(isBusy);
    }
    return leaves;
  };
  return { departure, stopping, look };
}

describe('a call', () => {
  test('stays as long as its bridge does, however quiet it is', () => {
    const { look, departure } = prepare();

    expect(look(false, 200_000)).toBe(false);
    expect(departure.left.aborted).toBe(false);
  });

  test('leaves a bridge that is to end as soon as nobody has spoken for a while', () => {
    const { look, stopping, departure } = prepare();
    look(true, 1000);
    stopping.abort();

    expect(look(true, 10_000)).toBe(false);
    expect(look(false, 1000)).toBe(false);
    expect(look(true, 1000)).toBe(false);
    expect(look(false, 2000)).toBe(true);
    expect(departure.left.aborted).toBe(false);
    departure.leave();
    expect(departure.left.aborted).toBe(true);
  });

  test('leaves at the latest at the limit, also in the middle of a word', () => {
    const { look, stopping } = prepare();
    stopping.abort();

    expect(look(true, 99_000)).toBe(false);
    expect(look(true, 1000)).toBe(true);
  });
});
