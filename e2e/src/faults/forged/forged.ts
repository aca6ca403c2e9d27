import { isDeepStrictEqual } from 'node:util';
import { newCallRecord } from '@patchbay/call';
import { INSTANCE_ARN } from '@patchbay/local-cloud';
import { signatureHeaders, sleep } from '@patchbay/platform';
import type { Fault, Scale } from '../fault';
import { startBridgeRig, type BridgeRig } from '../turns/bridge-rig';
import { startLambda } from '../turns/lambda-process';
import { startLiveCall, type LiveCall } from '../turns/live-call';
import { AGENT_ID } from '../turns/patient-agent';
import { postTo, type Answered } from '../turns/post-signed';
import { aFlowEvent } from '../turns/flow-event';
import { FORGERIES, LOGGED_AS, type Forgery } from './forgeries';
import { startImpostor } from './impostor';

/** Valid polls in all, among which as many forged ones are; and how many run at a time. */
const LOAD: Record<Scale, { readonly valid: number; readonly atOnce: number }> = {
  full: { valid: 10_000, atOnce: 20 },
  short: { valid: 400, atOnce: 20 },
};

/** Valid polls that ask the same again, for each one that moves the call on. */
const REPEATS = 9;

/** Of each kind, while nothing else happens. */
const QUIET_FORGERIES = 10;

/** A record that has not changed for so long changes no more by itself. */
const REST_MS = 1000;

/** Where the flow of a call is whose owner's address an impostor has taken. */
const IMPOSTOR_CURSOR = '0';

/**
 * Requests that nobody meant are sent to a bridge that carries a call, among valid ones. None may
 * be taken or change the call's record, and no valid one may be refused. To an impostor at an
 * owner's address ProcessBotTurn must say nothing.
 */
export const forged: Fault = async ({ scale, tell }) => {
  const { valid, atOnce } = LOAD[scale];
  const rig = await startBridgeRig();
  const bridge = await rig.startBridge();
  try {
    const call = await startLiveCall(rig);
    const quiet = await inQuiet(call, rig.key);
    tell('one kind after the other, while nothing else happens: done');
    const replayed = await replayedPolls(call, rig.key);
    tell('valid polls sent again, byte for byte: done');
    const mixed = await amongValid(call, rig.key, valid, atOnce);
    tell(`${valid} valid polls with as many forged ones among them: done`);
    const impostor = await withImpostor(rig, call);
    await call.hangUp();
    const named = refusalsByName(bridge.log());
    const kinds = Object.keys(FORGERIES);
    const refusedByKind = Object.fromEntries(
      kinds.map((kind) => [kind, (quiet.refused[kind] ?? 0) + (mixed.refused[kind] ?? 0)]),
    );
    const figures = {
      valid: mixed.valid,
      validRefused: mixed.validRefused,
      turnsLostOrDoubled: mixed.turnsLostOrDoubled,
      forged: QUIET_FORGERIES * kinds.length + mixed.forged,
      forgedTaken: quiet.taken + mixed.taken,
      recordChanges: quiet.recordChanges + replayed.recordChanges,
      replays: replayed.replays,
      replaysAnsweredOtherwise: replayed.answeredOtherwise,
      refusedByKind,
      refusedByName: named,
      impostor,
    };
    const pass =
      figures.valid === valid &&
      figures.validRefused + figures.turnsLostOrDoubled === 0 &&
      figures.forgedTaken + figures.recordChanges + figures.replaysAnsweredOtherwise === 0 &&
      Object.values(refusedByKind).reduce((sum, count) => sum + count, 0) === figures.forged &&
      impostor.connections > 0 &&
      impostor.requests === 0 &&
      impostor.intent === 'speak' &&
      impostor.cursor === IMPOSTOR_CURSOR &&
      named['BadSignatureError'] === countOf(refusedByKind, 'BadSignatureError') &&
      named['ClockSkewError'] === countOf(refusedByKind, 'ClockSkewError');
    return { pass, ...figures };
  } finally {
    await bridge.stop();
    await rig.close();
  }
};

/** @returns whether it was refused, and as it should be */
async function isRefused(call: LiveCall, forgery: Forgery): Promise<boolean> {
  const { path, body, headers, status } = forgery;
  return (await postTo(call.owner, path, body, headers)).status === status;
}

/** Kind after kind, and the record must stay as it was. */
async function inQuiet(call: LiveCall, key: string) {
  const refused: Record<string, number> = {};
  let recordChanges = 0;
  for (const [kind, forge] of Object.entries(FORGERIES)) {
    const before = await call.record();
    const cursor = before?.cursor ?? 0;
    const tries = Array.from({ length: QUIET_FORGERIES }, () =>
      isRefused(call, forge(call, cursor, key)),
    );
    refused[kind] = (await Promise.all(tries)).filter(Boolean).length;
    if (!isDeepStrictEqual(await call.record(), before)) recordChanges += 1;
  }
  const all = Object.values(refused).reduce((sum, count) => sum + count, 0);
  return { refused, recordChanges, taken: QUIET_FORGERIES * Object.keys(refused).length - all };
}

/**
 * Somebody sends again what was valid once. While the flow has not asked on, every one gets the
 * stored answer; then each is refused as too old. The record stays as it was.
 */
async function replayedPolls(call: LiveCall, key: string) {
  const cursor = (await call.record())?.cursor ?? 0;
  const body = JSON.stringify(call.turn(cursor, 1));
  const headers = signatureHeaders(key, body, Date.now());
  const send = () => postTo(call.owner, `/calls/${call.contactId}/turns`, body, headers);
  const replay = async (isRight: (answered: Answered) => boolean) => {
    const before = await atRest(call);
    const answers = await Promise.all(Array.from({ length: QUIET_FORGERIES }, send));
    return {
      changes: isDeepStrictEqual(await call.record(), before) ? 0 : 1,
      otherwise: answers.filter((answered) => !isRight(answered)).length,
    };
  };
  const first = await send();
  const same = await replay(({ json }) => isDeepStrictEqual(json, first.json));
  await call.ask(cursor + 1, 1);
  const old = await replay(({ json }) => json['refusal'] === 'stale-cursor');
  return {
    replays: 2 * QUIET_FORGERIES,
    recordChanges: same.changes + old.changes,
    answeredOtherwise:
      same.otherwise + old.otherwise + (first.json['cursor'] === cursor + 1 ? 0 : 1),
  };
}

/** The record, once all that follows from an answer is written: the turn stored, its event published. */
async function atRest(call: LiveCall) {
  for (let record = await call.record(); ;) {
    await sleep(REST_MS);
    const later = await call.record();
    if (isDeepStrictEqual(later, record)) return record;
    record = later;
  }
}

/** A call goes on, each turn asked for again and again, while forged polls for the same turn come. */
async function amongValid(call: LiveCall, key: string, valid: number, atOnce: number) {
  const kinds = Object.entries(FORGERIES);
  const counts = { valid: 0, validRefused: 0, turnsLostOrDoubled: 0, forged: 0, taken: 0 };
  const refused: Record<string, number> = {};
  let cursor = (await call.record())?.cursor ?? 0;
  const askValid = async (asked: number) => {
    counts.valid += 1;
    const answer = await call.ask(asked, 1).catch(() => undefined);
    if (!answer) counts.validRefused += 1;
    return answer;
  };
  const sendForged = async () => {
    const [kind, forge] = kinds[(counts.forged += 1) % kinds.length] ?? [];
    if (!kind || !forge) return;
    if (await isRefused(call, forge(call, cursor, key))) refused[kind] = (refused[kind] ?? 0) + 1;
    else counts.taken += 1;
  };
  while (counts.valid < valid) {
    const forgeries = Array.from({ length: atOnce / 2 }, sendForged);
    const next = await askValid(cursor);
    const repeats = Math.min(REPEATS, atOnce / 2 - 1, valid - counts.valid);
    const again = await Promise.all(Array.from({ length: repeats }, () => askValid(cursor)));
    await Promise.all(forgeries);
    if (next?.cursor !== cursor + 1) counts.turnsLostOrDoubled += 1;
    if (again.some((answer) => !isDeepStrictEqual(answer, next))) counts.turnsLostOrDoubled += 1;
    cursor = next?.cursor ?? cursor;
  }
  return { ...counts, refused };
}

/** The record names an address at which another now listens; the function must not talk to it. */
async function withImpostor(rig: BridgeRig, { owner }: LiveCall) {
  const impostor = await startImpostor();
  const turn = await startLambda('process-bot-turn', rig.env);
  try {
    const contactId = 'forged-owner-0001';
    const facts = { contactId, agentId: AGENT_ID, instanceArn: INSTANCE_ARN, nowMs: Date.now() };
    const taken = { epoch: 1, owner: { ...owner, url: impostor.url } };
    await rig.calls.write(contactId, { ...newCallRecord(facts), ...taken }, { kind: 'absent' });
    const result = await turn.invoke(aFlowEvent(contactId, { cursor: IMPOSTOR_CURSOR }));
    const payload = result.kind === 'ok' ? (result.payload as Record<string, string>) : {};
    return { ...impostor.seen, intent: payload['intent'], cursor: payload['cursor'] };
  } finally {
    turn.stop();
    impostor.close();
  }
}

/** How many of the refused ones a bridge must have named so in its log. */
const countOf = (refusedByKind: Readonly<Record<string, number>>, name: string) =>
  Object.entries(refusedByKind).reduce(
    (sum, [kind, count]) => sum + (LOGGED_AS[kind] === name ? count : 0),
    0,
  );

function refusalsByName(log: string): Record<string, number> {
  const names = [...log.matchAll(/"errorName":"(BadSignatureError|ClockSkewError)"/g)];
  const counts: Record<string, number> = {};
  for (const [, name = ''] of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
