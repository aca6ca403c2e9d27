import type { DomainEvent } from '@patchbay/contracts';
import { distinctEvents, endOf, isPart, promptsOf, type CallAccount } from './call-account';

export interface Expected {
  readonly outcome: 'transfer' | 'end' | 'hangup';
  /** Why callers are transferred, as the model and the humans' screen say. */
  readonly reason?: string;
  /** Callers may have to wait for longer than they have patience. */
  readonly keepsWaiting?: boolean;
}

/** Turns whose tool ran more than once, whatever the model called its uses. */
const repeatedTools = ({ toolRuns }: CallAccount) =>
  repeated(toolRuns, ({ turn }) => String(turn)).map(
    (turn) => `the tool of turn ${turn} ran twice`,
  );

/** What is wrong with what a call did, in words; empty when all is well. */
export function judgeAccount(account: CallAccount, expected: Expected): string[] {
  const events = distinctEvents(account);
  return [
    ...judgeEnd(account, expected),
    ...judgeEvents(events, expected),
    ...repeated(promptsOf(account).filter(isPart), ({ uri }) => uri).map(
      (uri) => `part ${uri.split('/').at(-1)} was played twice`,
    ),
    ...repeated(account.toolRuns, ({ idempotencyKey }) => idempotencyKey).map(
      () => 'a tool ran twice for one use',
    ),
    ...repeatedTools(account),
    ...judgeAnswers(account),
    ...judgeLeavings(account, events),
  ];
}

/** A caller's complaint of a wait. */
const NO_ANSWER = 'the bot did not answer';

function judgeEnd(account: CallAccount, expected: Expected): string[] {
  const { outcome, reason, keepsWaiting } = expected;
  const end = endOf(account);
  if (!end) return ['the contact has not ended'];
  const wrong = end.outcome === outcome ? [] : [`it ended by ${end.outcome}, not by ${outcome}`];
  const problems = end.problems.filter((problem) => !keepsWaiting || problem !== NO_ANSWER);
  return [...wrong, ...(reason === undefined ? [] : judgeReason(account, reason)), ...problems];
}

function judgeReason(account: CallAccount, wanted: string): string[] {
  const told = distinctEvents(account).flatMap((event) =>
    event.type === 'TransferRequested' ? [event.data.reason] : [],
  );
  const onScreen = account.progress.flatMap((step) =>
    step.type === 'queue' ? [step.attributes['patchbay_reason'] ?? 'none'] : [],
  );
  return [...told, ...onScreen]
    .filter((reason) => reason !== wanted)
    .map((reason) => `it was transferred for ${reason}, not for ${wanted}`);
}

function judgeEvents(events: readonly DomainEvent[], { outcome }: Expected): string[] {
  const count = (type: DomainEvent['type']) => events.filter((event) => event.type === type).length;
  const wanted = { CallStarted: 1, CallEnded: 1, CallFailed: 0 } as const;
  const wrongCounts = Object.entries({
    ...wanted,
    TransferRequested: outcome === 'transfer' ? 1 : 0,
  })
    .filter(([type, wantedCount]) => count(type as DomainEvent['type']) !== wantedCount)
    .map(([type]) => `${count(type as DomainEvent['type'])} times ${type}`);
  const reused = repeated(events, ({ sequence }) => String(sequence));
  return [...wrongCounts, ...reused.map((sequence) => `sequence ${sequence} was used twice`)];
}

/** The flow got one answer to each cursor that it asked with, however often it asked. */
function judgeAnswers({ polls }: CallAccount): string[] {
  const answers = new Map<string, string>();
  const changed = new Set<string>();
  for (const { askedCursor, answer } of polls) {
    // Without progress the flow asks with the same cursor again, and is answered anew.
    if (answer['cursor'] === askedCursor) continue;
    const before = answers.get(askedCursor);
    const now = JSON.stringify(answer);
    if (before !== undefined && before !== now) changed.add(askedCursor);
    answers.set(askedCursor, now);
  }
  return [...changed].map((cursor) => `cursor ${cursor} had two answers`);
}

function judgeLeavings(account: CallAccount, events: readonly DomainEvent[]): string[] {
  const stored = events.filter(({ type }) => type === 'TurnCompleted').length;
  const ended = events.find((event) => event.type === 'CallEnded');
  const named = ended?.type === 'CallEnded' ? ended.data.turnSequences.length : stored;
  const transfers = events.filter(({ type }) => type === 'TransferRequested').length;
  return [
    ...(account.turns.length === stored ? [] : ['a turn is missing on S3']),
    ...(named === stored ? [] : [`CallEnded names ${named} turns, and ${stored} are published`]),
    ...(account.transcriptMatches ? [] : ['the transcript lacks turns']),
    ...(new Set(account.webhooks).size === transfers ? [] : ['a webhook is missing']),
  ];
}

/** Keys that more than one of the things has. */
function repeated<T>(things: readonly T[], keyOf: (thing: T) => string): string[] {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(keyOf(thing), (counts.get(keyOf(thing)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1).map(([key]) => key);
}

const SPEECH = /\(speech\)/g;

/** How often the caller spoke, and how many of these words stand in stored turns. */
export function wordsOf({ progress, turns }: CallAccount) {
  const said = progress.filter(({ type }) => type === 'caller-speaks').length;
  const stored = turns.reduce(
    (sum, { caller }) => sum + (caller?.text.match(SPEECH)?.length ?? 0),
    0,
  );
  return { said, stored };
}
