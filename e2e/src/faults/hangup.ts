import type { Fault } from './fault';
import { untilSettled } from './fleet/aftermath';
import { spread } from './fleet/figures';
import { Fleet } from './fleet/fleet';
import { footprint, type Footprint } from './fleet/footprint';
import { SCRIPT } from './fleet/script';
import { verdict } from './fleet/verdict';

/** A caller who hung up costs nothing any more after this, told by Connect or not. */
const CLOSED_WITHIN_MS = 15_000;

/** The first round opens what a bridge keeps open; so many sockets more after the last are a leak. */
const SPARE_SOCKETS = 5;

const LOADS = {
  full: { rounds: 4, calls: 50, apartMs: 60, speed: 1, settleMs: 25_000 },
  short: { rounds: 2, calls: 3, apartMs: 50, speed: 3, settleMs: 15_000 },
};

/**
 * Callers hang up in the midst of an answer. In every second round Connect does not tell, so that
 * the bridge must find out by itself.
 */
export const hangup: Fault = async ({ scale, tell }) => {
  const { rounds, calls, apartMs, speed, settleMs } = LOADS[scale];
  const fleet = await Fleet.start({ name: 'hangup', script: SCRIPT, maxCalls: 100, speed });
  try {
    const bridge = await fleet.startBridge();
    let before: Footprint | undefined;
    for (let round = 0; round < rounds; round++) {
      fleet.contactEvents = round % 2 === 0;
      const hangUpAfterMs = 100 + (round * 900) / rounds;
      await fleet.placeCalls(calls, apartMs, { turns: 1, hangUpAfterMs });
      await untilSettled(await fleet.untilOver(), fleet.system, settleMs);
      before ??= footprint(bridge.pid);
      tell(`round ${round + 1} of ${rounds}`);
    }
    const accounts = await fleet.untilOver();
    const aftermath = await untilSettled(accounts, fleet.system, settleMs);
    const after = footprint(bridge.pid);
    const closed = [...aftermath.closedAfterMs.values()];
    return verdict(
      {
        ...{ accounts, aftermath, expected: { outcome: 'hangup' } },
        bounds: {
          'closed within 15 s':
            closed.length === accounts.length && Math.max(...closed) <= CLOSED_WITHIN_MS,
          'sockets go back': after.sockets - (before?.sockets ?? 0) <= SPARE_SOCKETS,
          'sessions go back': fleet.sessions.all.length === 0,
        },
        figures: { closed_after_ms: spread(closed), before, after },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
};
