import type { StoredTurn } from '@patchbay/contracts';
import { sleep } from '@patchbay/platform';
import { SLACK, type Fault } from './fault';
import { untilSettled } from './fleet/aftermath';
import { promptsOf } from './fleet/call-account';
import { wordsOf } from './fleet/judge-account';
import type { Bridge } from './fleet/bridge';
import { Fleet } from './fleet/fleet';
import { isFillerIn, takeAway, type Outage } from './fleet/outage';
import { AS_SCRIPTED, SCRIPT } from './fleet/script';
import { longestSilenceMs } from './fleet/silences';
import { verdict } from './fleet/verdict';

/** SigV4 signing names, in the order in which the services go away. */
const SERVICES = ['dynamodb', 'sqs'] as const;

/** Callers of the full load let a filler go by: they know that somebody is there, and wait. */
const LOADS = {
  full: {
    calls: 50,
    apartMs: 200,
    liveForMs: 1500,
    awayForMs: 30_000,
    betweenMs: 8000,
    turns: 7,
    quietMs: 6000,
  },
  // Away for longer than a lease lasts, and than a flow asks a function that fails.
  short: {
    calls: 3,
    apartMs: 400,
    liveForMs: 800,
    awayForMs: 6000,
    betweenMs: 1000,
    turns: 5,
    quietMs: undefined,
  },
};

/** As the model wants it, not for lack of a bot. */
const EXPECTED = { ...AS_SCRIPTED, keepsWaiting: true } as const;

/** Some of these tools are asked for while the table is away: they wait, and are run. */
const TOOL_TURNS = [1, 2, 3];

/** Life's speed: how long callers hear nothing is looked at. */
const SPEED = 1;

/** On a slow machine the last of fifty calls is claimed late. */
const CLAIMED_LIMIT_MS = 20_000;

/** A filler comes every 6 s, at the next poll, which a request that is never answered holds up by 3 s. */
const QUIET_LIMIT_MS = 11_000;

/**
 * First the table of the call records is away, then the queues: what they are asked is refused, or
 * never answered. Calls pause and go on, each with the bridge that has it, and end as their script
 * says.
 */
export const storeOutage: Fault = async ({ scale, tell }) => {
  const load = LOADS[scale];
  const script = { ...SCRIPT, turns: load.turns, toolTurns: TOOL_TURNS };
  const fleet = await Fleet.start({ name: 'store-outage', script, maxCalls: 100, speed: SPEED });
  try {
    const bridges = [await fleet.startBridge(), await fleet.startBridge()];
    const { turns, quietMs } = load;
    await fleet.placeCalls(load.calls, load.apartMs, { turns, quietMs });
    await fleet.untilCarried();
    await untilClaimed(load.calls, bridges);
    await sleep(load.liveForMs);
    const outages: Outage[] = [];
    for (const service of SERVICES) {
      tell(`${service} is away for ${load.awayForMs} ms`);
      outages.push(await takeAway(service, { scale, forMs: load.awayForMs }, fleet.system));
      await sleep(load.betweenMs);
    }
    const accounts = await fleet.untilOver();
    const aftermath = await untilSettled(accounts, fleet.system, 30_000);
    const claims = claimsOf(bridges);
    const words = accounts.map(wordsOf);
    const longestQuietsMs = outages.map((outage) =>
      Math.max(...accounts.map((account) => longestSilenceMs(account, outage, SPEED))),
    );
    const fillers = accounts.flatMap(promptsOf).filter(isFillerIn(outages[0])).length;
    return verdict(
      {
        ...{ accounts, aftermath, expected: EXPECTED },
        bounds: {
          'both services were away': outages.every(({ harmed }) => harmed > 0),
          'callers without a record heard fillers': fillers > 0,
          'no call changed its bridge': claims === load.calls,
          'no tool failed': accounts.every(({ turns }) =>
            turns.every(({ tools }) => tools.every(isDone)),
          ),
          'every utterance is stored': words.every(({ said, stored }) => said === stored),
          'nobody waits in silence': Math.max(...longestQuietsMs) <= QUIET_LIMIT_MS * SLACK[scale],
        },
        figures: {
          harmed: outages.map(({ harmed }) => harmed),
          claims,
          fillers,
          longest_quiet_ms: longestQuietsMs,
        },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
};

const isDone = ({ outcome }: StoredTurn['tools'][number]) => outcome === 'ok';

const claimsOf = (bridges: readonly Bridge[]) =>
  bridges.flatMap((bridge) => bridge.log()).filter(({ msg }) => msg === 'A call was claimed')
    .length;

/** A call that no bridge has yet when the table goes away is not what this is about. */
async function untilClaimed(calls: number, bridges: readonly Bridge[]): Promise<void> {
  const endMs = performance.now() + CLAIMED_LIMIT_MS;
  while (claimsOf(bridges) < calls && performance.now() < endMs) await sleep(200);
}
