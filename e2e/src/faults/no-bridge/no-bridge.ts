import { domainEventSchema, type DomainEvent } from '@patchbay/contracts';
import { sleep } from '@patchbay/platform';
import type { Fault, Scale } from '../fault';
import { startBridgeRig, type BridgeRig } from '../turns/bridge-rig';
import {
  contactOf,
  endOf,
  promptsOf,
  startFlowCalls,
  type FlowCall,
  type FlowCalls,
} from '../turns/flow-calls';

/** How a bridge dies: it is gone at once, or stands still and keeps its connections. */
const DEATHS: Record<Scale, readonly NodeJS.Signals[]> = {
  full: ['SIGKILL', 'SIGSTOP'],
  short: ['SIGSTOP'],
};

/** Life's speed: what callers wait for is what is looked at. */
const SPEED = 1;

/** Fillers are spaced by ProcessBotTurn, and begin a little sooner or later than it answers. */
const LEAST_GAP_MS = 5000;

const CLOSE_LIMIT_MS = 30_000;

/**
 * The only bridge dies in the middle of a call, and for a while there is none. Its caller must hear
 * fillers and then reach a human; so must a caller whom no bridge ever served, after the hold
 * phrase. When a bridge is there again each call, and that of a caller who has hung up meanwhile,
 * must be closed once.
 */
export const noBridge: Fault = async ({ scale, tell }) => {
  const results: Awaited<ReturnType<typeof oneDeath>>[] = [];
  for (const death of DEATHS[scale]) {
    const result = await oneDeath(death);
    tell(`${death}: a filler after ${result.fillerAfterMs} ms, ${result.fillers} in all`);
    results.push(result);
  }
  return { pass: results.every(({ pass }) => pass), deaths: results };
};

async function oneDeath(death: NodeJS.Signals) {
  const rig = await startBridgeRig();
  const events: DomainEvent[] = [];
  rig.cloud.eventBridge.onEvent(({ detail }) => {
    const { data } = domainEventSchema.safeParse(detail);
    if (data) events.push(data);
  });
  const flow = await startFlowCalls(rig);
  const dying = await rig.startBridge();
  let next: Awaited<ReturnType<BridgeRig['startBridge']>> | undefined;
  try {
    const { promise: died, resolve: isDead } = Promise.withResolvers<number>();
    const bereaved = flow.call(SPEED, (call) => {
      if (promptsOf(call, '/parts/').length !== 1 || call.progress.at(-1)?.type !== 'prompt')
        return;
      dying.signal(death);
      isDead(performance.now());
    });
    const diedMs = await died;
    const [lost, never, gone] = await Promise.all([
      bereaved,
      flow.call(SPEED, noop),
      hangsUp(flow),
    ]);
    next = await rig.startBridge();
    await untilClosed(rig, [lost, never, gone]);
    const ends = [lost, never, gone].map((call) => endsOf(call, events));
    const heard = judge(lost, never, diedMs);
    const after = closing(ends);
    const pass = heard.isCovered && heard.isHandedOver && after.isClosedOnce;
    return { death, pass, ...heard, ...after };
  } finally {
    dying.signal('SIGKILL');
    await next?.stop();
    await flow.close();
    await rig.close();
  }
}

const noop = () => undefined;

/** Hears the hold phrase and loses patience. */
const hangsUp = (flow: FlowCalls) =>
  flow.call(SPEED, (call, hangUp) => {
    if (promptsOf(call, '/phrases/').length > 1) hangUp();
  });

function judge(lost: FlowCall, never: FlowCall, diedMs: number) {
  const diedAtMs = diedMs - lost.placedMs;
  const parts = promptsOf(lost, '/parts/');
  const fillers = promptsOf(lost, '/phrases/').filter(({ atMs }) => atMs > diedAtMs);
  const gaps = fillers.slice(1).map(({ atMs }, index) => atMs - (fillers[index]?.atMs ?? 0));
  // What the flow had already got when the bridge died is played to its end first.
  const lastPart = parts.at(-1);
  const quietFromMs = Math.max(diedAtMs, (lastPart?.atMs ?? 0) + (lastPart?.durationMs ?? 0));
  const ends = [endOf(lost), endOf(never)];
  // The greeting is a phrase too.
  const [, hold, ...more] = promptsOf(never, '/phrases/');
  return {
    fillerAfterMs: Math.round((fillers[0]?.atMs ?? Number.NaN) - quietFromMs),
    fillers: fillers.length,
    shortestGapMs: Math.round(Math.min(...gaps)),
    humanAfterMs: Math.round((ends[0]?.queuedAtMs ?? Number.NaN) - diedAtMs),
    neverServed: {
      holdAtMs: Math.round(hold?.atMs ?? Number.NaN),
      fillers: more.length,
      humanAtMs: Math.round(ends[1]?.queuedAtMs ?? Number.NaN),
    },
    isHandedOver: ends.every(
      ({ outcome, reason, summary }) =>
        outcome === 'transfer' && reason === 'bot_unavailable' && summary !== undefined,
    ),
    isCovered: hold !== undefined && fillers.length >= 2 && Math.min(...gaps) >= LEAST_GAP_MS,
  };
}

/** What the bus was told of a call's end. */
function endsOf(call: FlowCall, events: readonly DomainEvent[]) {
  const own = events.filter(({ subject }) => subject === contactOf(call));
  const ids = (type: DomainEvent['type']) =>
    new Set(own.filter((event) => event.type === type).map(({ id }) => id)).size;
  const end = own.find((event) => event.type === 'CallEnded');
  return {
    outcome: end?.type === 'CallEnded' ? end.data.outcome : 'none',
    ends: ids('CallEnded'),
    failures: ids('CallFailed'),
    transfers: ids('TransferRequested'),
  };
}

function closing(closed: readonly ReturnType<typeof endsOf>[]) {
  const wanted = [
    { outcome: 'transfer', ends: 1, failures: 0, transfers: 1 },
    { outcome: 'transfer', ends: 1, failures: 0, transfers: 1 },
    { outcome: 'hangup', ends: 1, failures: 0, transfers: 0 },
  ];
  return { closed, isClosedOnce: JSON.stringify(closed) === JSON.stringify(wanted) };
}

async function untilClosed(rig: BridgeRig, calls: readonly FlowCall[]): Promise<void> {
  for (let waitedMs = 0; waitedMs < CLOSE_LIMIT_MS; waitedMs += 100) {
    const records = await Promise.all(calls.map((call) => rig.calls.read(contactOf(call))));
    if (records.every((record) => record?.status === 'ended' && record.outbox.length === 0)) return;
    await sleep(100);
  }
}
