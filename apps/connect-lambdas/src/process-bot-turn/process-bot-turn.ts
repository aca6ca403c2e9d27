import type { CallRecord, CallStore } from '@patchbay/call';
import { POLL_LIMIT_MS, type TurnAnswer } from '@patchbay/contracts';
import { errorName, isRetryable, type Clock, type Logger } from '@patchbay/platform';
import type { BridgeClient } from '../bridge/bridge-client';
import { ABSENCE_LIMIT_MS, absentSinceMs, forgetAbsence, noteAbsence } from './bot-absence';
import { closingAnswer, handToHuman, type HumanQueues } from './hand-to-human';
import type { TurnPoll } from './turn-poll';

export interface ProcessBotTurnDependencies extends HumanQueues {
  readonly calls: CallStore;
  readonly bridge: Pick<BridgeClient, 'askTurn'>;
  readonly clock: Clock;
  readonly pause: (delayMs: number) => Promise<void>;
  readonly logger: Logger;
}

/** A call without a bridge is left to the flow after this: its next poll is a fresh Lambda. */
const OWNER_WAIT_MS = 3500;
/** Between two looks at the record: a bridge takes a call within a few hundred milliseconds. */
const LOOK_INTERVAL_MS = 200;
/** The way to the bridge and back; what is left of the budget beyond it is the bridge's. */
const ROUND_TRIP_MS = 500;

/**
 * Gets the flow its next answer from the bridge that owns the call, within `budgetMs`. While no
 * bridge answers, the record is read again, for another may take the call; in the end the flow is
 * told to `listen` with the cursor that it has, so that nothing is lost or doubled.
 * @throws TurnRefusedError when the bridge refuses for good, such as for a wrong signature
 */
export async function processBotTurn(
  poll: TurnPoll,
  budgetMs: number,
  dependencies: ProcessBotTurnDependencies,
): Promise<TurnAnswer> {
  const { calls, clock, pause } = dependencies;
  const startMs = clock.monotonicMs();
  for (;;) {
    const record = await calls.read(poll.contactId);
    if (record?.status !== 'open') return closingAnswer(record, poll.cursor, dependencies);
    const answer = await askOwner(record, poll, startMs + budgetMs, dependencies);
    if (answer) return answer;
    if (isAbsentTooLong(record, clock)) return handToHuman(record, poll.cursor, dependencies);
    const waitUntilMs = startMs + (record.owner ? budgetMs : Math.min(OWNER_WAIT_MS, budgetMs));
    const nextAskMs = clock.monotonicMs() + LOOK_INTERVAL_MS + ROUND_TRIP_MS;
    if (nextAskMs >= waitUntilMs) return { cursor: poll.cursor, intent: 'listen' };
    await pause(LOOK_INTERVAL_MS);
  }
}

/** @returns undefined when no bridge answered and the record is worth another look */
async function askOwner(
  record: CallRecord,
  poll: TurnPoll,
  endMs: number,
  { calls, bridge, clock, logger }: ProcessBotTurnDependencies,
): Promise<TurnAnswer | undefined> {
  const { owner, epoch } = record;
  const { contactId } = poll;
  const leftMs = Math.floor(endMs - clock.monotonicMs());
  const deadlineMs = Math.min(POLL_LIMIT_MS, leftMs - ROUND_TRIP_MS);
  if (owner && deadlineMs > 0) {
    try {
      const turn = { ...poll, epoch, deadlineMs };
      const answer = await bridge.askTurn(owner, turn, AbortSignal.timeout(leftMs));
      await forgetAbsence(record, calls);
      return answer;
    } catch (error) {
      if (!isRetryable(error)) throw error;
      logger.warn('bridge did not answer', { contactId, epoch, errorName: errorName(error) });
    }
  }
  await noteAbsence(record, calls, clock.nowMs());
  return undefined;
}

function isAbsentTooLong(record: CallRecord, clock: Clock): boolean {
  const sinceMs = absentSinceMs(record);
  return sinceMs !== undefined && clock.nowMs() - sinceMs > ABSENCE_LIMIT_MS;
}
