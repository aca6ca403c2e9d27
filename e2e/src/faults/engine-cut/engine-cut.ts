import { SLACK, type Fault } from '../fault';
import { untilSettled } from '../fleet/aftermath';
import type { CallAccount } from '../fleet/call-account';
import { spread } from '../fleet/figures';
import { Fleet } from '../fleet/fleet';
import { wordsOf } from '../fleet/judge-account';
import { AS_SCRIPTED, SCRIPT } from '../fleet/script';
import { verdict } from '../fleet/verdict';
import { lossesIn, silenceAfter, wasHeard, type Loss } from './losses';
import { SessionCutter } from './session-cutter';

/** From the cut, or the end of what is playing, to the next sound; also behind what was stored. */
const SOUND_LIMIT_MS = 2000;
/** A cut call has another session by then; it takes a tenth of a second, on any machine. */
const RECONNECT_LIMIT_MS = 5000;
/** Callers who wait for longer than the limit before they speak again: a late sound shows. */
const CALLER_QUIET_MS = 2500;
/** A turn whose reply was cut ends at the loss, as its bridge tells both. */
const SAME_MOMENT_MS = 1000;
/** Long enough that sessions can be cut while it works; what it takes is no silence of a cut's. */
const TOOL_MS = 100;

const LOADS = {
  full: { calls: 16, apartMs: 500, cuts: 200, turns: 15, toolTurns: [2, 5, 9, 13] },
  short: { calls: 3, apartMs: 300, cuts: 6, turns: 3, toolTurns: [2] },
};

/**
 * Sessions of the speech model end by an exception in mid-turn, in every turn of every call: before
 * the answer, while a tool works, after its result, and at any word of the reply.
 */
export const engineCut: Fault = async ({ scale, tell }) => {
  const { calls, apartMs, cuts, turns, toolTurns } = LOADS[scale];
  const script = { ...SCRIPT, turns, toolTurns };
  const fleet = await Fleet.start({ name: 'engine-cut', script, maxCalls: 100, speed: 1 });
  fleet.ledger.toolMs = TOOL_MS;
  try {
    const bridge = await fleet.startBridge();
    const cutter = new SessionCutter(fleet.sessions, cuts);
    await fleet.placeCalls(calls, apartMs, { turns, quietMs: CALLER_QUIET_MS });
    const accounts = await fleet.untilOver();
    const aftermath = await untilSettled(accounts, fleet.system, 20_000);

    const losses = lossesIn(bridge.log());
    const struck = losses.flatMap((loss) => {
      const account = accounts.find(({ contactId }) => contactId === loss.contactId);
      return account ? [{ loss, account }] : [];
    });
    const silences = struck.flatMap(({ loss, account }) => silenceAfter(loss, account) ?? []);
    const reconnected = losses.flatMap(({ reconnectedMs }) => reconnectedMs ?? []);
    const heard = struck.filter(({ loss, account }) => wasHeard(loss, account));
    const unmarked = heard.filter(({ loss, account }) => marksOf(loss, account) !== 1);
    const lost = accounts.map(wordsOf).filter(({ said, stored }) => said !== stored);
    return verdict(
      {
        ...{ accounts, aftermath, expected: AS_SCRIPTED },
        bounds: {
          'as many cuts as wanted': cutter.cuts >= cuts && losses.length >= cuts,
          'some after each moment': Object.keys(cutter.moments).length === 4,
          'some of an answer that was being heard': heard.length > 0,
          'a sound in time': (spread(silences).p99 ?? Infinity) <= SOUND_LIMIT_MS * SLACK[scale],
          'another session in time': (spread(reconnected).p99 ?? Infinity) <= RECONNECT_LIMIT_MS,
          'every turn that was cut is marked, once': unmarked.length === 0,
          'no other turn is marked': accounts.every((account) => isEachCut(account, losses)),
          'every utterance is stored, once': lost.length === 0,
        },
        figures: {
          ...{ cuts: cutter.cuts, moments: cutter.moments, losses: losses.length },
          reconnected_ms: spread(reconnected),
          longest_silence_ms: spread(silences),
          silences_measured: silences.length,
          ...{ heard_cuts: heard.length, unmarked_cuts: unmarked.length },
        },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
};

type StoredTurn = CallAccount['turns'][number];

const isCutBy = ({ interrupted, endedAt }: StoredTurn, { atMs }: Loss) =>
  interrupted && Math.abs(Date.parse(endedAt) - performance.timeOrigin - atMs) <= SAME_MOMENT_MS;

/** How many turns of the call say that they were cut at this moment. */
const marksOf = (loss: Loss, { turns }: CallAccount) =>
  turns.filter((turn) => isCutBy(turn, loss)).length;

/** Nobody spoke over the bot: a turn can only have been interrupted by a loss. */
function isEachCut({ contactId, turns }: CallAccount, losses: readonly Loss[]): boolean {
  const own = losses.filter((loss) => loss.contactId === contactId);
  return turns.every((turn) => !turn.interrupted || own.some((loss) => isCutBy(turn, loss)));
}
