import type { CallRecord } from '@patchbay/call';
import { POLL_LIMIT_MS, type TurnAnswer } from '@patchbay/contracts';
import { errorName, isRetryable, type Logger } from '@patchbay/platform';
import type { BridgeClient, Owner } from '../bridge/bridge-client';
import { BridgeUnreachableError } from '../bridge/errors';
import { forgetAbsence } from './bot-absence';
import type { FlowAnswer } from './flow-answer';
import { closingAnswer } from './hand-to-human';
import { standIn, type StandInDependencies } from './stand-in';
import type { TurnPoll } from './turn-poll';

export interface ProcessBotTurnDependencies extends StandInDependencies {
  readonly bridge: Pick<BridgeClient, 'askTurn'>;
  readonly pause: (delayMs: number) => Promise<void>;
  readonly logger: Logger;
}

/** A call without a bridge is left to the flow after this: its next poll is a fresh Lambda. */
const OWNER_WAIT_MS = 3500;
/**
 * A caller whom no bridge answers for so long is told something: long enough for a clean
 * hand-over, which nobody should hear of, and short enough to be heard 2.5 s after a bridge died.
 */
const SILENCE_LIMIT_MS = 1500;
/** Between two looks at the record: a bridge takes a call within a few hundred milliseconds. */
const LOOK_INTERVAL_MS = 200;
/** The way to the bridge and back; what is left of the budget beyond it is the bridge's. */
const ROUND_TRIP_MS = 500;
/** An answer that is so late does not come: the bridge is there, and cannot write the record. */
const LATE_LIMIT_MS = 1000;

/**
 * Gets the flow its next answer from the bridge that owns the call, within `budgetMs`. While no
 * bridge answers, the record is read again, for another may take the call; meanwhile the flow is
 * told what {@link standIn} finds, or to `listen`, with the cursor that it has, so that nothing is
 * lost or doubled.
 * @throws TurnRefusedError when the bridge refuses for good, such as for a wrong signature;
 * ClockSkewError
 */
export async function processBotTurn(
  poll: TurnPoll,
  budgetMs: number,
  deps: ProcessBotTurnDependencies,
): Promise<FlowAnswer> {
  const { clock } = deps;
  const pollStartMs = clock.nowMs();
  const startMs = clock.monotonicMs();
  /** Since when nobody has shown a sign of life. */
  let aloneSinceMs = startMs;
  /** Of an owner that fell silent: this poll asks it no more. */
  let silentEpoch: number | undefined;
  /** Of an owner that let go of this poll, as in a hand-over: it was there until then. */
  let refusingEpoch: number | undefined;
  for (;;) {
    const record = await deps.calls.read(poll.contactId);
    if (record?.status !== 'open') return closingAnswer(record, poll.cursor, deps);
    if (record.owner && record.epoch !== silentEpoch) {
      const asked = await askOwner(record, record.owner, poll, startMs + budgetMs, deps);
      if ('answer' in asked) return asked.answer;
      if (asked.silentMs !== undefined) {
        silentEpoch = record.epoch;
        aloneSinceMs = clock.monotonicMs() - asked.silentMs;
        continue;
      }
      if (record.epoch !== refusingEpoch) aloneSinceMs = clock.monotonicMs();
      refusingEpoch = record.epoch;
    }
    const isLongSilence = clock.monotonicMs() - aloneSinceMs >= SILENCE_LIMIT_MS;
    const answer = await standIn({ record, poll, pollStartMs, isLongSilence }, deps);
    if (answer) return answer;
    const waitUntilMs = Math.min(aloneSinceMs + OWNER_WAIT_MS, startMs + budgetMs);
    const nextAskMs = clock.monotonicMs() + LOOK_INTERVAL_MS + ROUND_TRIP_MS;
    if (nextAskMs >= waitUntilMs) return { cursor: poll.cursor, intent: 'listen' };
    await deps.pause(LOOK_INTERVAL_MS);
  }
}

/** `silentMs`: nobody is there, and was last heard of so long ago; without it, not ready yet. */
type Asked = { readonly answer: TurnAnswer } | { readonly silentMs?: number };

async function askOwner(
  record: CallRecord,
  owner: Owner,
  poll: TurnPoll,
  endMs: number,
  { calls, bridge, clock, logger }: ProcessBotTurnDependencies,
): Promise<Asked> {
  const { contactId, epoch } = record;
  const leftMs = Math.floor(endMs - clock.monotonicMs());
  const deadlineMs = Math.min(POLL_LIMIT_MS, leftMs - ROUND_TRIP_MS);
  if (deadlineMs <= 0) return {};
  const askedMs = clock.monotonicMs();
  try {
    const turn = { ...poll, epoch, deadlineMs };
    const signal = AbortSignal.timeout(Math.min(leftMs, deadlineMs + LATE_LIMIT_MS));
    const answer = await bridge.askTurn(owner, turn, signal);
    await forgetAbsence(record, calls);
    return { answer };
  } catch (error) {
    if (!isRetryable(error)) throw error;
    logger.warn('bridge did not answer', { contactId, epoch, errorName: errorName(error) });
    if (!(error instanceof BridgeUnreachableError)) return {};
    const lateMs = clock.monotonicMs() - askedMs - deadlineMs;
    return { silentMs: Math.max(error.silentMs, lateMs) };
  }
}
