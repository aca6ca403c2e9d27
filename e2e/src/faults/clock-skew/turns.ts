import type { Fault, Scale } from '../fault';
import { startBridgeRig } from '../turns/bridge-rig';
import { keepCallLedger } from './call-ledger';
import { shiftedClock } from './shifted-clock';
import { skewedCall, type SkewedCall } from './skewed-call';

/** So far apart clocks may be: what is promised, whatever the product takes. */
const ALLOWED_MS = 2 * 60 * 1000;
const NEAR_MS = ALLOWED_MS - 5000;
const FAR_MS = ALLOWED_MS + 5000;
/** So far ahead, a bridge's certificate is not valid yet for anybody else. */
const VERY_FAR_MS = 15 * 60 * 1000;

/** Bridges that run side by side. */
const AT_ONCE = 2;

/** By how much the bridge's clock is wrong, and those of the functions that ask it. */
interface Skew {
  readonly bridgeMs: number;
  readonly functionsMs: readonly number[];
}

const SKEWS: Record<Scale, readonly Skew[]> = {
  full: [
    { bridgeMs: 0, functionsMs: [0, NEAR_MS, -NEAR_MS, FAR_MS, -FAR_MS] },
    { bridgeMs: NEAR_MS, functionsMs: [0] },
    { bridgeMs: -NEAR_MS, functionsMs: [0] },
    { bridgeMs: FAR_MS, functionsMs: [0] },
    { bridgeMs: -FAR_MS, functionsMs: [0] },
    { bridgeMs: VERY_FAR_MS, functionsMs: [0] },
  ],
  short: [
    { bridgeMs: 0, functionsMs: [NEAR_MS, -FAR_MS] },
    { bridgeMs: FAR_MS, functionsMs: [0] },
  ],
};

interface Verdict extends SkewedCall {
  readonly bridgeMs: number;
  readonly functionMs: number;
  readonly pass: boolean;
}

/**
 * ProcessBotTurn and the bridge with clocks that are apart. Up to two minutes calls must be served
 * as ever; beyond that polls are refused, both sides must name it so that the alarm goes off, and
 * the caller must reach a human.
 */
export const skewedTurns: Fault = async ({ scale, tell }) => {
  const left = [...SKEWS[scale]];
  const verdicts: Verdict[] = [];
  const work = async () => {
    for (let skew = left.shift(); skew; skew = left.shift()) {
      const calls = await underSkew(skew);
      verdicts.push(...calls);
      for (const { bridgeMs, functionMs, pass, outcome } of calls) {
        tell(`bridge ${bridgeMs} ms, function ${functionMs} ms: ${outcome}${pass ? '' : ' FAILS'}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const isServed = ({ outcome }: Verdict) => outcome === 'hangup';
  return {
    pass: verdicts.every(({ pass }) => pass),
    served: verdicts.filter(isServed).length,
    refusedAndWithAHuman: verdicts.filter((call) => call.pass && !isServed(call)).length,
    calls: verdicts,
  };
};

/** A bridge with that clock over a cloud of its own, and a call by each of the functions. */
async function underSkew({ bridgeMs, functionsMs }: Skew): Promise<Verdict[]> {
  const rig = await startBridgeRig();
  const bridge = await rig.startBridge(shiftedClock(bridgeMs));
  try {
    const ledger = keepCallLedger(rig);
    const calls = await Promise.all(
      functionsMs.map(async (functionMs) => {
        const call = await skewedCall(rig, ledger, functionMs);
        const pass = isAsItShould(call, Math.abs(functionMs - bridgeMs));
        return { bridgeMs, functionMs, pass, ...call };
      }),
    );
    const isNamed = bridge.log().includes('"errorName":"ClockSkewError"');
    // A bridge of which nobody accepts the certificate gets no request to refuse.
    const isRefusing = bridgeMs < VERY_FAR_MS && calls.some(({ skewsAlarmed }) => skewsAlarmed > 0);
    return calls.map((call) => ({ ...call, pass: call.pass && isNamed === isRefusing }));
  } finally {
    await bridge.stop();
    await rig.close();
  }
}

function isAsItShould(call: SkewedCall, apartMs: number): boolean {
  const { outcome, partsHeard, reason, skewsAlarmed, isWhole } = call;
  if (apartMs <= ALLOWED_MS) {
    return outcome === 'hangup' && partsHeard > 0 && skewsAlarmed === 0 && isWhole;
  }
  const isWithHuman = outcome === 'transfer' && reason === 'bot_unavailable';
  return isWithHuman && partsHeard === 0 && skewsAlarmed > 0 && isWhole;
}
