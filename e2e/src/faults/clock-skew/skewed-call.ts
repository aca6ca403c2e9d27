import type { BridgeRig } from '../turns/bridge-rig';
import { endOf, promptsOf, startFlowCalls, type FlowCalls } from '../turns/flow-calls';
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
  /** Polls that the function gave up because of the clocks, by its log. */
  readonly skewsLogged: number;
  readonly seconds: number;
}

/** A call whose ProcessBotTurn has a clock that is wrong by so much. */
export async function skewedCall(rig: BridgeRig, shiftMs: number): Promise<SkewedCall> {
  const flow = await startFlowCalls(rig, shiftedClock(shiftMs));
  try {
    return await oneCall(flow);
  } finally {
    await flow.close();
  }
}

async function oneCall(flow: FlowCalls): Promise<SkewedCall> {
  const call = await flow.call(SPEED, (so, hangUp) => {
    if (promptsOf(so, '/parts/').length >= PARTS) hangUp();
  });
  const { outcome, reason } = endOf(call);
  return {
    outcome,
    reason,
    partsHeard: promptsOf(call, '/parts/').length,
    skewsLogged: [...flow.turnLog().matchAll(/"errorName":"ClockSkewError"/g)].length,
    seconds: Math.round((performance.now() - call.placedMs) / 100) / 10,
  };
}
