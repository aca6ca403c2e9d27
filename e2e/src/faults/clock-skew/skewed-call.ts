import { CLOCKS_APART, type LogMeasure } from '@patchbay/infra';
import type { BridgeRig } from '../turns/bridge-rig';
import { contactOf, endOf, promptsOf, startFlowCalls, type FlowCalls } from '../turns/flow-calls';
import { isWhole, type CallLedger } from './call-ledger';
import { shiftedClock } from './shifted-clock';

/** The line runs so much faster than life. */
const SPEED = 2;

/** So many answers of the bot are enough. */
const PARTS = 2;

/** What became of a call whose functions and bridge had different times. */
export interface SkewedCall {
  readonly outcome: string;
  readonly reason: string | undefined;
  /** Parts of the bot's replies that were played. */
  readonly partsHeard: number;
  /** Polls that the function gave up because of the clocks: what the alarm counts in its log. */
  readonly skewsAlarmed: number;
  /** Its events by their sequences, and whether these are all of a whole call. */
  readonly events: string;
  readonly isWhole: boolean;
  readonly seconds: number;
}

/** A call whose ProcessBotTurn has a clock that is wrong by so much. */
export async function skewedCall(
  rig: BridgeRig,
  ledger: CallLedger,
  shiftMs: number,
): Promise<SkewedCall> {
  const flow = await startFlowCalls(rig, shiftedClock(shiftMs));
  try {
    return await oneCall(flow, ledger);
  } finally {
    await flow.close();
  }
}

async function oneCall(flow: FlowCalls, ledger: CallLedger): Promise<SkewedCall> {
  const call = await flow.call(SPEED, (so, hangUp) => {
    if (promptsOf(so, '/parts/').length >= PARTS) hangUp();
  });
  const { outcome, reason } = endOf(call);
  const seconds = Math.round((performance.now() - call.placedMs) / 100) / 10;
  const events = await ledger.eventsOf(contactOf(call));
  return {
    outcome,
    reason,
    partsHeard: promptsOf(call, '/parts/').length,
    skewsAlarmed: countMeasured(flow.turnLog(), CLOCKS_APART),
    seconds,
    events: events.map(({ sequence, type }) => `${sequence} ${type}`).join(),
    isWhole: isWhole(events),
  };
}

/** How many lines of a component's log the measure counts. */
function countMeasured(log: string, { message, errorName }: LogMeasure): number {
  const lines = log.split('\n').filter((line) => line.startsWith('{'));
  return lines
    .map((line) => JSON.parse(line) as { msg?: unknown; errorName?: unknown })
    .filter((line) => line.msg === message && line.errorName === errorName).length;
}
