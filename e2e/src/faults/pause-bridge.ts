import { sleep } from '@patchbay/platform';
import type { Fault } from './fault';
import { untilSettled } from './fleet/aftermath';
import { Fleet } from './fleet/fleet';
import { relapses } from './fleet/relapses';
import { AS_SCRIPTED, SCRIPT, SHORT_SCRIPT } from './fleet/script';
import { isUpAt } from './fleet/silences';
import { verdict } from './fleet/verdict';

const LOADS = {
  full: { calls: 20, apartMs: 300, liveForMs: 1500, pausedForMs: 20_000, afterMs: 5000 },
  short: { calls: 3, apartMs: 600, liveForMs: 800, pausedForMs: 8000, afterMs: 1500 },
};

/**
 * The bridge that carries all calls stands still for longer than its leases last, and then goes on
 * as if nothing had happened. Another one has its calls by then: of the first, nothing may come.
 */
export const pauseBridge: Fault = async ({ scale, tell }) => {
  const load = LOADS[scale];
  const script = scale === 'full' ? SCRIPT : SHORT_SCRIPT;
  const fleet = await Fleet.start({ name: 'pause-bridge', script, maxCalls: 100, speed: 1 });
  fleet.ledger.toolMs = 1000;
  try {
    const first = await fleet.carryCalls(load);
    first.signal('SIGSTOP');
    const pausedMs = performance.now();
    await sleep(load.pausedForMs);
    first.signal('SIGCONT');
    const accounts = await fleet.untilOver();
    await sleep(load.afterMs);
    const aftermath = await untilSettled(accounts, fleet.system, 20_000);

    const struck = accounts.filter(isUpAt(pausedMs));
    const relapsed = accounts.filter(relapses);
    return verdict(
      {
        ...{ accounts, aftermath, expected: AS_SCRIPTED },
        bounds: {
          'calls were up at the pause': struck.length >= load.calls * 0.8,
          'the old owner answers nothing more': relapsed.length === 0,
        },
        figures: { struck: struck.length, relapsed: relapsed.length },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
};
