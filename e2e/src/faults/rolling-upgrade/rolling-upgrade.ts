import { sleep } from '@patchbay/platform';
import type { Fault, Scale } from '../fault';
import { untilSettled } from '../fleet/aftermath';
import type { Bridge } from '../fleet/bridge';
import { Fleet } from '../fleet/fleet';
import { wordsOf } from '../fleet/judge-account';
import { AS_SCRIPTED, SCRIPT } from '../fleet/script';
import { verdict } from '../fleet/verdict';
import { buildPreviousBridge } from './previous-bridge';

interface Load {
  readonly calls: number;
  readonly apartMs: number;
  /** So many that each call can go through all bridges. */
  readonly turns: number;
  readonly toolTurns: readonly number[];
  /** Callers speak after so much quiet; if absent about when the call may also leave its bridge. */
  readonly quietMs?: number;
  /** Calls stay so long with the version before until they go over to this one again. */
  readonly againAfterMs?: number;
}

const LOADS: Record<Scale, Load> = {
  full: { calls: 40, apartMs: 150, turns: 10, toolTurns: [2, 5, 8], againAfterMs: 12_000 },
  short: { calls: 4, apartMs: 300, turns: 3, toolTurns: [1], quietMs: 4000 },
};

/** Of calls that have time for it, not each must be caught between two of its turns. */
const MOST = 0.8;

/** The version before leaves no place: words just before a hand-over may be heard a second time. */
const HEARD_ONCE = 0.9;

/**
 * A deployment is begun and taken back under load. Half of the calls begin on a bridge of the
 * version before, go over to one of this version, where the other half begins, and all go back;
 * at full scale then once more to this version, which finds what it had left itself out of date.
 * Every bridge is asked to end, and hands its calls to the next one.
 */
export const rollingUpgrade: Fault = async ({ scale, tell }) => {
  const { calls, apartMs, turns, toolTurns, quietMs, againAfterMs } = LOADS[scale];
  const previous = await buildPreviousBridge();
  const script = { ...SCRIPT, turns, toolTurns };
  const fleet = await Fleet.start({ name: 'rolling-upgrade', script, maxCalls: 100, speed: 1 });
  try {
    const first = await fleet.startBridge({ script: previous });
    await fleet.placeCalls(calls / 2, apartMs, { turns, quietMs });
    await fleet.untilCarried();
    first.signal('SIGTERM');
    const others = fleet.placeCalls(calls / 2, apartMs, { turns, quietMs });
    const upgraded = await fleet.startBridge();
    await others;
    const codes = [await first.exited];
    await fleet.untilCarried();
    const back = await fleet.startBridge({ script: previous });
    codes.push(await ended(upgraded));
    if (againAfterMs !== undefined) {
      await sleep(againAfterMs);
      await fleet.startBridge();
      codes.push(await ended(back));
    }
    const accounts = await fleet.untilOver();
    const aftermath = await untilSettled(accounts, fleet.system, 20_000);

    const hops = fleet.bridges.map(claimedBy);
    const throughAll = accounts.filter(({ contactId }) => hops.every((ids) => ids.has(contactId)));
    const words = accounts.map(wordsOf);
    const said = words.reduce((sum, call) => sum + call.said, 0);
    return verdict(
      {
        ...{ accounts, aftermath, expected: AS_SCRIPTED },
        bounds: {
          'no words are lost': words.every((call) => call.stored >= call.said),
          'words are heard once': said >= calls * turns * HEARD_ONCE,
          'every bridge ends well': codes.every((code) => code === 0),
          'half of the calls go through all bridges': throughAll.length >= (calls / 2) * MOST,
          'all others go over too': (hops.at(-1)?.size ?? 0) >= calls * MOST,
        },
        figures: {
          claimed_by_each_bridge: hops.map(({ size }) => size),
          through_all_bridges: throughAll.length,
          exit_codes: codes,
        },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
};

/** Asks a bridge to end. @returns its exit code, once its calls have gone */
async function ended(bridge: Bridge): Promise<number | null> {
  bridge.signal('SIGTERM');
  return bridge.exited;
}

/** The calls that a bridge has claimed. */
const claimedBy = (bridge: Bridge) =>
  new Set(
    bridge
      .log()
      .filter(({ msg }) => msg === 'A call was claimed')
      .map(({ contactId }) => String(contactId)),
  );
