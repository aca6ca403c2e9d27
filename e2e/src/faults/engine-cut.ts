import { sleep } from '@patchbay/platform';
import { SLACK, type Fault } from './fault';
import { untilSettled } from './fleet/aftermath';
import type { CallAccount } from './fleet/call-account';
import { spread } from './fleet/figures';
import { Fleet } from './fleet/fleet';
import { repeatedTools } from './fleet/judge-account';
import { SCRIPT, SHORT_SCRIPT } from './fleet/script';
import { isUpAt, silencesAfter } from './fleet/silences';
import { verdict } from './fleet/verdict';

/** From the cut to the first sound of another session's answer, or of a phrase in between. */
const SOUND_LIMIT_MS = 2000;
/** A cut call has another session by then. */
const RECONNECT_LIMIT_MS = 5000;

const LOADS = {
  full: { calls: 10, apartMs: 150, cuts: 200, turns: 12, roundMs: 2500 },
  short: { calls: 3, apartMs: 300, cuts: 4, turns: 3, roundMs: 2000 },
};

/**
 * Sessions of the speech model end by an exception while they speak: all that do so at a moment,
 * again and again, until enough were cut.
 */
export const engineCut: Fault = async ({ scale, tell }) => {
  const load = LOADS[scale];
  const base = scale === 'full' ? SCRIPT : SHORT_SCRIPT;
  const script = { ...base, turns: load.turns };
  const fleet = await Fleet.start({ name: 'engine-cut', script, maxCalls: 100, speed: 1 });
  try {
    await fleet.startBridge();
    const cuts: number[] = [];
    const reconnects: Promise<number>[] = [];
    while (cuts.length < load.cuts) {
      await fleet.placeCalls(load.calls, load.apartMs);
      const placed = fleet.untilOver().then(() => 'over' as const);
      while ((await Promise.race([placed, sleep(load.roundMs)])) !== 'over') {
        if (cuts.length >= load.cuts) continue;
        const speaking = fleet.sessions.all.filter(({ isSpeaking }) => isSpeaking);
        if (speaking.length === 0) continue;
        const before = fleet.sessions.opened;
        for (const session of speaking) session.cut('modelStreamErrorException');
        const atMs = performance.now();
        cuts.push(...speaking.map(() => atMs));
        reconnects.push(untilOpened(fleet, before + speaking.length));
      }
      tell(`${cuts.length} of ${load.cuts} sessions cut`);
    }
    const accounts = await fleet.untilOver();
    const aftermath = await untilSettled(accounts, fleet.system, 20_000);
    const sounds = [...new Set(cuts)].flatMap((atMs) => soundsAfter(atMs, accounts));
    const reconnected = await Promise.all(reconnects);
    return verdict(
      {
        ...{ accounts, aftermath, expected: { outcome: 'transfer', repeatsTools: true } },
        bounds: {
          'a sound in time': (spread(sounds).p99 ?? Infinity) <= SOUND_LIMIT_MS * SLACK[scale],
          'a new session in time':
            (spread(reconnected).p99 ?? Infinity) <= RECONNECT_LIMIT_MS * SLACK[scale],
        },
        figures: {
          cuts: cuts.length,
          reconnected_ms: spread(reconnected),
          next_sound_ms: spread(sounds),
          sounds_measured: sounds.length,
          tools_repeated: accounts.flatMap(repeatedTools).length,
          interrupted_turns: accounts
            .flatMap(({ turns }) => turns)
            .filter(({ interrupted }) => interrupted).length,
        },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
};

/**
 * What callers who waited for an answer at the cut heard next. A session is not known by its call:
 * a caller who was answered by another one then has waited no longer than that.
 */
function soundsAfter(atMs: number, accounts: readonly CallAccount[]): number[] {
  const waiting = accounts.filter(isUpAt(atMs)).filter((account) => isWaitingAt(atMs, account));
  return silencesAfter(atMs, waiting, 1).flatMap(({ soundAfterMs }) => soundAfterMs ?? []);
}

/** The caller has said something, and says nothing more before the next prompt. */
function isWaitingAt(atMs: number, { progress }: CallAccount): boolean {
  const acts = progress.filter(({ type }) => type.startsWith('caller-') || type === 'prompt');
  const last = acts.filter(({ seenMs }) => seenMs <= atMs).at(-1);
  const next = acts.find(({ seenMs }) => seenMs > atMs);
  return last !== undefined && last.type !== 'caller-speaks' && next?.type === 'prompt';
}

/** How long it takes until so many sessions have been opened in all; at most 20 s. */
async function untilOpened({ sessions }: Fleet, count: number): Promise<number> {
  const startMs = performance.now();
  while (sessions.opened < count && performance.now() - startMs < 20_000) await sleep(10);
  return performance.now() - startMs;
}
