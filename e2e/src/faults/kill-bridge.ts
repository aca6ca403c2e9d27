import type { TurnScript } from '@patchbay/local-cloud';
import { sleep } from '@patchbay/platform';
import { SLACK, type Fault } from './fault';
import { untilSettled } from './fleet/aftermath';
import type { Bridge } from './fleet/bridge';
import { endOf, type CallAccount } from './fleet/call-account';
import { wordsOf } from './fleet/judge-account';
import { spread } from './fleet/figures';
import { Fleet } from './fleet/fleet';
import { AS_SCRIPTED, SCRIPT, SHORT_SCRIPT } from './fleet/script';
import { silencesAfter } from './fleet/silences';
import { verdict } from './fleet/verdict';

/** A caller may wait so long for the next part of the answer after a bridge has died … */
const PART_LIMIT_MS = 8000;
/** … and hears within this time that somebody is there. */
const SOUND_LIMIT_MS = 2500;

/** A tool in each turn, so that some calls are in one at any moment; too short for a filler. */
const IN_TOOLS: TurnScript = { ...SCRIPT, toolTurns: [1, 2, 3] };
const TOOL_MS = 500;

/** At full load some call is in a tool at most moments, and within `toolWaitMs` surely. */
const LOADS = {
  full: {
    ...{ calls: 50, others: 5, apartMs: 300, speed: 1 },
    ...{ liveForMs: 1500, toolWaitMs: 5000, settleMs: 30_000 },
  },
  short: {
    ...{ calls: 4, others: 1, apartMs: 700, speed: 1 },
    ...{ liveForMs: 800, toolWaitMs: 0, settleMs: 10_000 },
  },
};
type Load = (typeof LOADS)['full'];

/**
 * The bridge that carries all calls dies at once, with calls in every stage: in a greeting, in the
 * caller's words, in a tool, between two parts. Another bridge, which has room and calls of its own,
 * carries them on.
 */
export const killBridge: Fault = async ({ scale, tell }) => {
  const load = LOADS[scale];
  const script = scale === 'full' ? IN_TOOLS : SHORT_SCRIPT;
  const fleet = await Fleet.start({ name: 'kill-bridge', script, maxCalls: 100, ...load });
  fleet.ledger.toolMs = TOOL_MS;
  try {
    const first = await carryAll(fleet, load);
    const killedMs = performance.now();
    first.signal('SIGKILL');
    const accounts = await fleet.untilOver();
    const aftermath = await untilSettled(accounts, fleet.system, load.settleMs);

    const carried = accounts.slice(0, load.calls);
    const struck = silencesAfter(killedMs, carried, load.speed);
    const parts = silencesAfter(killedMs, accounts, load.speed).map(
      ({ partAfterMs }) => partAfterMs ?? Infinity,
    );
    const sounds = struck.map(({ soundAfterMs }) => soundAfterMs ?? Infinity);
    const inTool = carried.filter(isInTool(killedMs));
    return verdict(
      {
        ...{ accounts, aftermath, expected: AS_SCRIPTED },
        bounds: {
          'every utterance is stored': accounts
            .map(wordsOf)
            .every(({ said, stored }) => stored >= said),
          'every call was up at the kill': struck.length >= load.calls * 0.8,
          'some were in a tool': scale === 'short' || inTool.length > 0,
          'next part in time': (spread(parts).p99 ?? Infinity) <= PART_LIMIT_MS * SLACK[scale],
          'a sound in time': (spread(sounds).p99 ?? Infinity) <= SOUND_LIMIT_MS * SLACK[scale],
        },
        figures: {
          struck: struck.length,
          in_a_tool: inTool.length,
          next_part_ms: spread(parts),
          next_sound_ms: spread(sounds),
          finished: accounts.filter((account) => endOf(account)?.outcome === 'transfer').length,
        },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
};

/**
 * One bridge carries the calls that are to be struck, and has no room for more: another one is
 * started for the rest. The moment comes when some call is in a tool.
 * @returns the first
 */
async function carryAll(fleet: Fleet, load: Load): Promise<Bridge> {
  const first = await fleet.startBridge({ env: { BRIDGE_MAX_CALLS: String(load.calls) } });
  await fleet.placeCalls(load.calls, load.apartMs);
  await fleet.untilCarried();
  await fleet.startBridge();
  await fleet.placeCalls(load.others, load.apartMs);
  await fleet.untilCarried();
  await sleep(load.liveForMs);
  const lastMs = performance.now() + load.toolWaitMs;
  const isMoment = () =>
    fleet.ledger.accounts.slice(0, load.calls).some(isInTool(performance.now()));
  while (performance.now() < lastMs && !isMoment()) await sleep(20);
  return first;
}

const isInTool =
  (atMs: number) =>
  ({ toolRuns }: CallAccount) =>
    toolRuns.some(({ seenMs }) => seenMs < atMs && seenMs > atMs - TOOL_MS);
