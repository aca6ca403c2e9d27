import { SLACK, type Fault, type FaultRun, type Scale } from './fault';
import { untilSettled } from './fleet/aftermath';
import { deafServer, GO_DEAF } from './fleet/deaf-server';
import { spread } from './fleet/figures';
import { Fleet } from './fleet/fleet';
import { relapses } from './fleet/relapses';
import { AS_SCRIPTED, SCRIPT, SHORT_SCRIPT } from './fleet/script';
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
 * How a bridge gets out of reach: its address alone swallows packets, while it lives on and keeps
 * its leases; or the whole machine does, and nothing comes from it either. A stopped process accepts
 * connections, by its kernel, and never reads from them.
 */
const WAYS = { address: GO_DEAF, machine: 'SIGSTOP' } as const;
type Way = keyof typeof WAYS;

/** A stopped bridge is part of other short forms too. */
const WAYS_IN: Record<Scale, readonly Way[]> = { full: ['address', 'machine'], short: ['address'] };

/** A bridge is there and never answers again: its connections stay open, and nothing comes from it. */
export const blackhole: Fault = async (run) => {
  const swallowed: Record<string, Awaited<ReturnType<typeof swallow>>> = {};
  for (const way of WAYS_IN[run.scale]) swallowed[way] = await swallow(way, run);
  return { pass: Object.values(swallowed).every(({ pass }) => pass), ...swallowed };
};

async function swallow(way: Way, { scale, tell }: FaultRun) {
  const load = LOADS[scale];
  const script = scale === 'full' ? SCRIPT : SHORT_SCRIPT;
  const name = `blackhole-${way}`;
  const fleet = await Fleet.start({ name, script, maxCalls: 100, speed: 1 });
  try {
    const first = await fleet.carryCalls(load, { env: deafServer });
    const silentMs = performance.now();
    first.signal(WAYS[way]);
    const accounts = await fleet.untilOver();
    const aftermath = await untilSettled(accounts, fleet.system, 20_000);

    const struck = silencesAfter(silentMs, accounts, 1);
    const recovered = struck.map(({ partAfterMs }) => partAfterMs ?? Infinity);
    const sounds = struck.map(({ soundAfterMs }) => soundAfterMs ?? Infinity);
    const within = (values: readonly number[], limitMs: number) =>
      (spread(values).p99 ?? Infinity) <= limitMs * SLACK[scale];
    return verdict(
      {
        ...{ accounts, aftermath, expected: AS_SCRIPTED },
        bounds: {
          'calls were up': struck.length >= load.calls * 0.8,
          'a sound in time': within(sounds, SOUND_LIMIT_MS),
          'recovered in time': within(recovered, RECOVERED_LIMIT_MS),
          'the old owner answers nothing more': !accounts.some(relapses),
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
}
