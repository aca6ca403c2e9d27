import { Agent, request } from 'node:https';
import { sleep } from '@patchbay/platform';
import type { Fault, FaultFigures, FaultRun } from './fault';
import type { Bridge } from './fleet/bridge';
import { untilSettled } from './fleet/aftermath';
import { Fleet } from './fleet/fleet';
import { AS_SCRIPTED, SCRIPT, SHORT_SCRIPT } from './fleet/script';
import { verdict } from './fleet/verdict';

/** ECS kills a task 120 s after it was asked to end. */
const EXIT_LIMIT_MS = 110_000;

/** From then on a bridge that is to end takes no call. */
const NO_CALLS_AFTER_MS = 1000;

/** How often the one call changes hands. */
const HAND_OVERS = 10;

/** A call that was handed over is carried by another bridge by then. */
const CLAIM_LIMIT_MS = 10_000;

const LOADS = {
  full: { calls: 50, late: 5, apartMs: 300, liveForMs: 1500 },
  short: { calls: 3, late: 1, apartMs: 500, liveForMs: 800 },
};

/** A bridge is asked to end amid its calls, while others come; then one call goes through many hands. */
export const drain: Fault = async (run) => {
  const drained = await drainUnderLoad(run);
  if (run.scale === 'short') return drained;
  const handed = await handOver(run);
  return { ...drained, pass: drained.pass && handed.pass, one_call_handed_over: handed };
};

async function drainUnderLoad({ scale, tell }: FaultRun): Promise<FaultFigures> {
  const load = LOADS[scale];
  const script = scale === 'full' ? SCRIPT : SHORT_SCRIPT;
  const fleet = await Fleet.start({ name: 'drain', script, maxCalls: 100, speed: 1 });
  try {
    const first = await fleet.carryCalls(load);
    const askedMs = performance.now();
    const askedAt = Date.now();
    first.signal('SIGTERM');
    const exited = first.exited.then((code) => ({ code, afterMs: performance.now() - askedMs }));
    await sleep(NO_CALLS_AFTER_MS);
    const health = await healthOf(first);
    await fleet.placeCalls(load.late, load.apartMs);
    const accounts = await fleet.untilOver();
    const exit = await Promise.race([exited, sleep(EXIT_LIMIT_MS)]);
    const aftermath = await untilSettled(accounts, fleet.system, 20_000);

    const log = first.log();
    const lateClaims = claimsOf(log).filter((atMs) => atMs > askedAt + NO_CALLS_AFTER_MS);
    return verdict(
      {
        ...{ accounts, aftermath, expected: AS_SCRIPTED },
        bounds: {
          'no new calls after a second': lateClaims.length === 0,
          'health is red': health !== 200,
          'it ends by itself, well and in time': exit?.code === 0 && exit.afterMs <= EXIT_LIMIT_MS,
        },
        figures: {
          exit_code: exit?.code ?? null,
          exit_after_ms: exit ? Math.round(exit.afterMs) : null,
          handed_over: log.filter(({ msg }) => msg === 'A call was handed over').length,
          health,
        },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
}

/** Bridge after bridge is asked to end as soon as it has the call: none of this counts as a loss. */
async function handOver({ tell }: FaultRun): Promise<FaultFigures> {
  const script = { ...SCRIPT, turns: 2 * HAND_OVERS };
  const fleet = await Fleet.start({ name: 'hand-over', script, maxCalls: 5, speed: 1 });
  try {
    let owner = await fleet.startBridge();
    await fleet.placeCalls(1, 0);
    await untilClaimed(owner);
    const codes: (number | null)[] = [];
    for (let hands = 0; hands < HAND_OVERS; hands++) {
      const next = await fleet.startBridge();
      owner.signal('SIGTERM');
      codes.push(await owner.exited);
      await untilClaimed(next);
      owner = next;
    }
    const accounts = await fleet.untilOver();
    const aftermath = await untilSettled(accounts, fleet.system, 20_000);
    const failed = accounts.some(({ events }) =>
      events.some(({ event }) => event.type === 'CallFailed'),
    );
    const claims = fleet.bridges.reduce((sum, bridge) => sum + claimsOf(bridge.log()).length, 0);
    return verdict(
      {
        ...{ accounts, aftermath, expected: AS_SCRIPTED },
        bounds: {
          'every bridge ends well': codes.every((code) => code === 0),
          'the call went through all hands': claims > HAND_OVERS,
          'no loss is counted': !failed,
        },
        figures: { hand_overs: claims - 1, exit_codes: codes },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
}

async function untilClaimed(bridge: Bridge): Promise<void> {
  const waitUntilMs = performance.now() + CLAIM_LIMIT_MS;
  while (claimsOf(bridge.log()).length === 0 && performance.now() < waitUntilMs) await sleep(100);
}

/** When a bridge claimed calls, in epoch milliseconds. */
const claimsOf = (log: ReturnType<Bridge['log']>) =>
  log.filter(({ msg }) => msg === 'A call was claimed').map(({ time }) => Date.parse(String(time)));

/** The status of a bridge's health, or why there is none. */
function healthOf({ url }: Bridge): Promise<number | string> {
  const agent = new Agent({ rejectUnauthorized: false });
  return new Promise((resolve) => {
    request(`${url}/health`, { agent, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once('error', ({ message }) => resolve(message))
      .end();
  });
}
