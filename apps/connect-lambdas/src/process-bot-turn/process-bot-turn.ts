import type { CallRecord } from '@patchbay/call';
import { POLL_LIMIT_MS, type TurnAnswer } from '@patchbay/contracts';
import { errorName, isRetryable } from '@patchbay/platform';
import type { BridgeClient, Owner } from '../bridge/bridge-client';
import { BridgeGoneError, BridgeUnreachableError } from '../bridge/errors';
import { absenceOf, forgetAbsence, isUntold, writeAbsence, type SeenAbsence } from './bot-absence';
import type { FlowAnswer } from './flow-answer';
import { closingAnswer } from './hand-to-human';
import { OwnerWatch, type Unanswered } from './owner-watch';
import { standIn, type StandInDependencies } from './stand-in';
import { isLost, takeFromOwner, type TakeFromOwnerDependencies } from './take-from-owner';
import type { TurnPoll } from './turn-poll';

export interface ProcessBotTurnDependencies extends StandInDependencies, TakeFromOwnerDependencies {
  readonly calls: StandInDependencies['calls'];
  readonly bridge: Pick<BridgeClient, 'askTurn'>;
  readonly pause: (delayMs: number) => Promise<void>;
}

/** A call without a bridge is left to the flow after this: its next poll is a fresh Lambda. */
const OWNER_WAIT_MS = 3500;
/** Between two looks at the record: a bridge takes a call within a few hundred milliseconds. */
const LOOK_INTERVAL_MS = 200;
/** The way to the bridge and back; what is left of the budget beyond it is the bridge's. */
const ROUND_TRIP_MS = 500;
/** An answer that is so late does not come: the bridge is there, and cannot write the record. */
const LATE_LIMIT_MS = 1000;
/** A bridge that has just taken a lost call gets at least this time for an answer, once. */
const LEAST_PATIENCE_MS = 300;

/**
 * Gets the flow its next answer from the bridge that owns the call, within `budgetMs`. While no
 * bridge answers, the record is read again, for another may take the call; meanwhile the flow is
 * told what {@link standIn} finds, or to `listen`, with the cursor that it has, so that nothing is
 * lost or doubled. From an owner that is gone or out of reach the call is taken.
 * @throws TurnRefusedError when the bridge refuses for good, such as for a wrong signature;
 * ClockSkewError
 */
export async function processBotTurn(
  poll: TurnPoll,
  budgetMs: number,
  deps: ProcessBotTurnDependencies,
): Promise<FlowAnswer> {
  const { calls, clock, pause } = deps;
  const pollStartMs = clock.nowMs();
  const endMs = clock.monotonicMs() + budgetMs;
  const watch = new OwnerWatch();
  const metOf = (record: CallRecord) => watch.metOf(record, clock.monotonicMs());
  for (;;) {
    const record = await calls.read(poll.contactId);
    if (record?.status !== 'open') return closingAnswer(record, poll.cursor, deps);
    watch.saw(record, clock.monotonicMs());
    if (record.owner && watch.mayAnswer(record)) {
      const isWaiting = watch.wasLost(record) || isUntold(record);
      const wait = isWaiting ? absenceOf(record, metOf(record), clock.nowMs()) : undefined;
      const limits = { endMs, wait, hasRefused: watch.hasRefused(record) };
      const asked = await askOwner(record, record.owner, poll, limits, deps);
      if ('answer' in asked) return asked.answer;
      watch.unanswered(record, asked, clock.monotonicMs());
      if (asked.silentMs !== undefined) continue;
    }
    const met = metOf(record);
    const seen = absenceOf(record, met, clock.nowMs());
    const isGone = watch.isGone(record);
    if (isLost(seen.absence, isGone, clock.nowMs())) {
      await takeFromOwner(record, seen.absence, isGone, deps);
      continue;
    }
    const answer = await standIn({ record, poll, pollStartMs, seen }, deps);
    if (answer) return answer;
    const leftMs = Math.min(OWNER_WAIT_MS - met.aloneForMs, endMs - clock.monotonicMs());
    if (leftMs <= LOOK_INTERVAL_MS + ROUND_TRIP_MS) return listen(record, seen, poll, deps);
    await pause(LOOK_INTERVAL_MS);
  }
}

/** How long the owner of a call that was lost may take, until its caller is to be spoken to. */
function patienceOf({ wait, hasRefused }: AskLimits, nowMs: number): number {
  if (!wait) return Infinity;
  // A timeout takes whole milliseconds only.
  const leftMs = Math.ceil(wait.fillerDueMs - nowMs);
  return leftMs >= LEAST_PATIENCE_MS || hasRefused ? leftMs : LEAST_PATIENCE_MS;
}

/** What the caller was not told yet is due in the next poll: it knows from the record since when. */
async function listen(
  record: CallRecord,
  { absence }: SeenAbsence,
  { cursor }: TurnPoll,
  { calls }: ProcessBotTurnDependencies,
): Promise<FlowAnswer> {
  if (absence.fillers === 0) await writeAbsence(record, calls, absence);
  return { cursor, intent: 'listen' };
}

type Asked = { readonly answer: TurnAnswer } | Unanswered;

interface AskLimits {
  /** The end of the function's time, by the monotonic clock. */
  readonly endMs: number;
  /** The caller waits since the call was lost, and is to be spoken to in time; the bridge keeps its answer. */
  readonly wait: SeenAbsence | undefined;
  /** It was asked by this poll before, and was not ready. */
  readonly hasRefused: boolean;
}

async function askOwner(
  record: CallRecord,
  owner: Owner,
  poll: TurnPoll,
  limits: AskLimits,
  { calls, bridge, clock, logger }: ProcessBotTurnDependencies,
): Promise<Asked> {
  const { contactId, epoch } = record;
  const { endMs, wait } = limits;
  const leftMs = Math.floor(endMs - clock.monotonicMs());
  const deadlineMs = Math.min(POLL_LIMIT_MS, leftMs - ROUND_TRIP_MS);
  const patienceMs = patienceOf(limits, clock.nowMs());
  if (Math.min(deadlineMs, patienceMs) <= 0) return {};
  const askedMs = clock.monotonicMs();
  const patience = AbortSignal.timeout(Math.min(leftMs, patienceMs, deadlineMs + LATE_LIMIT_MS));
  try {
    const answer = await bridge.askTurn(owner, { ...poll, epoch, deadlineMs }, patience);
    // A bridge that listens has told the caller nothing: the wait goes on in the next poll.
    if (wait?.absence.fillers === 0 && answer.intent === 'listen')
      await writeAbsence(record, calls, wait.absence);
    else await forgetAbsence(record, calls);
    return { answer };
  } catch (error) {
    if (!isRetryable(error)) throw error;
    logger.warn('bridge did not answer', { contactId, epoch, errorName: errorName(error) });
    if (!(error instanceof BridgeUnreachableError)) return {};
    const lateMs = clock.monotonicMs() - askedMs - deadlineMs;
    // It was not given the time that it was told of.
    if (patience.aborted && lateMs <= 0) return {};
    const isGone = error instanceof BridgeGoneError;
    return { silentMs: Math.max(error.silentMs, lateMs), isGone };
  }
}
