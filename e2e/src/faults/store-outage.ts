import { sleep } from '@patchbay/platform';
import type { Fault } from './fault';
import { untilSettled } from './fleet/aftermath';
import { Fleet } from './fleet/fleet';
import { SCRIPT, SHORT_SCRIPT } from './fleet/script';
import { verdict } from './fleet/verdict';

/** SigV4 signing names, in the order in which the services go away. */
const SERVICES = ['dynamodb', 'sqs'] as const;

const LOADS = {
  full: { calls: 50, apartMs: 200, liveForMs: 1500, awayForMs: 30_000, betweenMs: 8000 },
  short: { calls: 3, apartMs: 400, liveForMs: 800, awayForMs: 2500, betweenMs: 1500 },
};

/**
 * First the table of the call records is away, then the queues. Calls may pause or go to a human,
 * whom a bot without its record cannot do without; none may be lost or doubled.
 */
export const storeOutage: Fault = async ({ scale, tell }) => {
  const load = LOADS[scale];
  const script = scale === 'full' ? { ...SCRIPT, turns: 8 } : SHORT_SCRIPT;
  const fleet = await Fleet.start({ name: 'store-outage', script, maxCalls: 100, speed: 1 });
  try {
    const bridges = [await fleet.startBridge(), await fleet.startBridge()];
    await fleet.placeCalls(load.calls, load.apartMs);
    await fleet.untilCarried();
    await sleep(load.liveForMs);
    let refused = 0;
    for (const away of SERVICES) {
      tell(`${away} is away for ${load.awayForMs} ms`);
      const back = fleet.system.cloud.disturbances.add(({ service }) => {
        if (service !== away) return undefined;
        refused += 1;
        return { status: 503, errorType: 'ServiceUnavailable' };
      });
      await sleep(load.awayForMs);
      back();
      await sleep(load.betweenMs);
    }
    const accounts = await fleet.untilOver();
    const aftermath = await untilSettled(accounts, fleet.system, 30_000);
    const claims = bridges
      .flatMap((bridge) => bridge.log())
      .filter(({ msg }) => msg === 'A call was claimed');
    return verdict(
      {
        ...{ accounts, aftermath, expected: { outcome: 'transfer' } },
        bounds: { 'requests were refused': refused > 0 },
        figures: { refused, claims: claims.length },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
};
