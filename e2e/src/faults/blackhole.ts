import { sleep } from '@patchbay/platform';
import { SLACK, type Fault } from './fault';
import { untilSettled } from './fleet/aftermath';
import { spread } from './fleet/figures';
import { Fleet } from './fleet/fleet';
import { SCRIPT, SHORT_SCRIPT } from './fleet/script';
import { silencesAfter } from './fleet/silences';
import { verdict } from './fleet/verdict';

/** Callers hear by then that somebody is there … */
const SOUND_LIMIT_MS = 2500;
/** … and by then their call goes on. */
const RECOVERED_LIMIT_MS = 10_000;

const LOADS = {
  full: { calls: 20, apartMs: 300, liveForMs: 1500 },
  short: { calls: 3, apartMs: 500, liveForMs: 800 },
};

/**
 * A bridge is there and never answers again: its connections stay open, what is sent to it goes
 * nowhere, and nothing comes from it. So does a machine whose network swallows all packets.
 */
export const blackhole: Fault = async ({ scale, tell }) => {
  const load = LOADS[scale];
  const script = scale === 'full' ? SCRIPT : SHORT_SCRIPT;
  const fleet = await Fleet.start({ name: 'blackhole', script, maxCalls: 100, speed: 1 });
  try {
    const first = await fleet.startBridge();
    await fleet.placeCalls(load.calls, load.apartMs);
    await fleet.untilCarried();
    await sleep(load.liveForMs);
    await fleet.startBridge();
    const silentMs = performance.now();
    // A stopped process accepts connections, by its kernel, and never reads from them.
    first.signal('SIGSTOP');
    const accounts = await fleet.untilOver();
    const aftermath = await untilSettled(accounts, fleet.system, 20_000);

    const struck = silencesAfter(silentMs, accounts, 1);
    const recovered = struck.map(({ partAfterMs }) => partAfterMs ?? Infinity);
    const sounds = struck.map(({ soundAfterMs }) => soundAfterMs ?? Infinity);
    const within = (values: readonly number[], limitMs: number) =>
      (spread(values).p99 ?? Infinity) <= limitMs * SLACK[scale];
    return verdict(
      {
        ...{ accounts, aftermath, expected: { outcome: 'transfer' } },
        bounds: {
          'calls were up': struck.length >= load.calls * 0.8,
          'a sound in time': within(sounds, SOUND_LIMIT_MS),
          'recovered in time': within(recovered, RECOVERED_LIMIT_MS),
        },
        figures: {
          struck: struck.length,
          sound_ms: spread(sounds),
          recovered_ms: spread(recovered),
        },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
};
