import { isDeepStrictEqual } from 'node:util';
import { storedTurnSchema, turnKey, type TurnAnswer } from '@patchbay/contracts';
import { sleep } from '@patchbay/platform';
import type { Fault } from '../fault';
import { startBridgeRig, type BridgeRig } from '../turns/bridge-rig';
import { startLiveCall, type LiveCall } from '../turns/live-call';

/** Caller turns in all, and calls among which they are shared out. */
const LOAD = { full: { turns: 1000, calls: 20 }, short: { turns: 16, calls: 4 } };

/** An open poll without a next part is answered `listen` after this. */
const POLL_MS = 300;
/** The scripted model speaks for 4 s; a little of it is quiet that is left out. */
const WHOLE_REPLY_MS = 3500;
/** A retry begins up to this long after the try before, which may be over by then. */
const RETRY_AFTER_MS = 300;
const TURN_LIMIT_MS = 60_000;
const CLOSE_LIMIT_MS = 60_000;

/** What one call's flow got. */
interface Asked {
  /** One answer a cursor, in order. */
  readonly answers: TurnAnswer[];
  asks: number;
  /** Tries that got another answer than the others of their turn. */
  differing: number;
}

/**
 * Amazon Connect retries Lambda functions, sometimes while the first try still runs. Each turn is
 * asked for one to three times, overlapping or just after: all tries must get the same answer, the
 * model must be asked once for each of the caller's turns, and every part of its replies must be
 * heard once and in order, `listen` among them.
 */
export const retriedTurns: Fault = async ({ scale, tell }) => {
  const { turns, calls } = LOAD[scale];
  const rig = await startBridgeRig();
  const bridge = await rig.startBridge();
  try {
    const settled = await Promise.allSettled(
      Array.from({ length: calls }, (_, index) => oneCall(rig, turns / calls, seeded(index + 1))),
    );
    const results = settled.flatMap((call) => (call.status === 'fulfilled' ? [call.value] : []));
    const broken = settled.flatMap((call) => (call.status === 'rejected' ? [call.reason] : []));
    for (const reason of new Set(broken.map(String))) tell(reason);
    const sum = (figure: (result: CallResult) => number) =>
      results.reduce((total, result) => total + figure(result), 0);
    const figures = {
      brokenCalls: broken.length,
      turns: sum(({ turns }) => turns),
      answers: sum(({ answers }) => answers),
      listens: sum(({ listens }) => listens),
      asks: sum(({ asks }) => asks),
      differingAnswers: sum(({ differing }) => differing),
      modelRequests: rig.counts.requests,
      modelReplies: rig.counts.replies,
      parts: sum(({ parts }) => parts),
      callsHeardOtherwiseThanStored: sum(({ isAsStored }) => (isAsStored ? 0 : 1)),
      cursorGaps: sum(({ gaps }) => gaps),
    };
    tell(`${figures.turns} turns in ${calls} calls, asked ${figures.asks} times`);
    const pass =
      figures.brokenCalls === 0 &&
      figures.turns === turns &&
      figures.modelRequests === turns &&
      figures.modelReplies === turns &&
      figures.listens > 0 &&
      figures.asks > figures.answers &&
      figures.differingAnswers + figures.cursorGaps + figures.callsHeardOtherwiseThanStored === 0;
    return { pass, ...figures };
  } finally {
    await bridge.stop();
    await rig.close();
  }
};

interface CallResult {
  readonly turns: number;
  readonly answers: number;
  readonly listens: number;
  readonly asks: number;
  readonly differing: number;
  readonly parts: number;
  readonly gaps: number;
  readonly isAsStored: boolean;
}

async function oneCall(rig: BridgeRig, turns: number, random: () => number): Promise<CallResult> {
  const call = await startLiveCall(rig);
  const asked: Asked = { answers: [], asks: 0, differing: 0 };
  for (let turn = 1; turn <= turns; turn += 1) await oneTurn(call, asked, random);
  await call.hangUp();
  const stored = await storedParts(call, rig);
  const { answers, asks, differing } = asked;
  const heard = answers.flatMap((answer) =>
    answer.intent === 'speak' ? [new URL(answer.responseAudioUrl).pathname.slice(1)] : [],
  );
  return {
    // The greeting is the first of the stored turns.
    turns: stored.length - 1,
    answers: answers.length,
    listens: answers.filter(({ intent }) => intent === 'listen').length,
    asks,
    differing,
    parts: heard.length,
    gaps: answers.filter(({ cursor }, index) => cursor !== index + 1).length,
    isAsStored: isDeepStrictEqual(heard, stored.slice(1).flat()),
  };
}

/** The caller speaks, and the flow asks until the whole reply was heard and nothing follows. */
async function oneTurn(call: LiveCall, asked: Asked, random: () => number): Promise<void> {
  const endMs = performance.now() + TURN_LIMIT_MS;
  call.utter();
  for (let heardMs = 0; ;) {
    if (performance.now() > endMs) throw new Error('A turn got no whole reply.');
    const answer = await askRepeatedly(call, asked, random);
    if (answer.intent === 'speak') heardMs += answer.durationMs;
    else if (answer.intent !== 'listen') throw new Error(`The bot chose to ${answer.intent}.`);
    else if (heardMs >= WHOLE_REPLY_MS) return;
  }
}

async function askRepeatedly(call: LiveCall, asked: Asked, random: () => number) {
  const cursor = asked.answers.at(-1)?.cursor ?? 0;
  const tries = 1 + Math.floor(random() * 3);
  const answers = await Promise.all(
    Array.from({ length: tries }, async (_, retry) => {
      if (retry > 0) await sleep(random() * RETRY_AFTER_MS);
      return call.ask(cursor, POLL_MS);
    }),
  );
  const [first] = answers;
  if (!first) throw new Error('A turn was not asked for.');
  asked.asks += tries;
  asked.differing += answers.filter((answer) => !isDeepStrictEqual(answer, first)).length;
  asked.answers.push(first);
  return first;
}

/** Keys of the parts of each stored turn, once the call is closed. */
async function storedParts(call: LiveCall, rig: BridgeRig): Promise<string[][]> {
  for (let waitedMs = 0; waitedMs < CLOSE_LIMIT_MS; waitedMs += 100) {
    const record = await call.record();
    if (record?.status === 'ended') {
      const { agentId, contactId, turnSequences } = record;
      return Promise.all(
        turnSequences.map(async (sequence) => {
          const body = await rig.transcripts.get(turnKey(agentId, contactId, sequence));
          const { bot } = storedTurnSchema.parse(JSON.parse(Buffer.from(body ?? []).toString()));
          return bot.parts.map(({ audioKey }) => audioKey);
        }),
      );
    }
    await sleep(100);
  }
  throw new Error('The call was not closed.');
}

/** Numbers from 0 to 1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
