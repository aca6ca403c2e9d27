import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { sleep } from '@patchbay/platform';
import type { Fault } from './fault';
import { untilSettled } from './fleet/aftermath';
import { Fleet } from './fleet/fleet';
import { AS_SCRIPTED, SCRIPT, SHORT_SCRIPT } from './fleet/script';
import { isUpAt } from './fleet/silences';
import { verdict } from './fleet/verdict';

const LOADS = {
  full: { calls: 25, apartMs: 150, liveForMs: 1500, duplicates: 500 },
  short: { calls: 3, apartMs: 300, liveForMs: 800, duplicates: 24 },
};

/**
 * Messages of healthy calls are delivered again, to the bridge that carries them and to another
 * one, and Connect starts sessions again that are under way: no call may move or start over.
 */
export const duplicateLease: Fault = async ({ scale, tell }) => {
  const load = LOADS[scale];
  const script = scale === 'full' ? SCRIPT : SHORT_SCRIPT;
  const fleet = await Fleet.start({ name: 'duplicate-lease', script, maxCalls: 100, speed: 1 });
  try {
    await fleet.startBridge();
    await fleet.startBridge();
    await fleet.placeCalls(load.calls, load.apartMs);
    await fleet.untilCarried();
    await sleep(load.liveForMs);
    const { accounts: live } = fleet.ledger;
    const up = live.filter(isUpAt(performance.now()));
    for (let sent = 0; sent < load.duplicates; sent++) {
      const { contactId } = up[sent % up.length] ?? { contactId: '' };
      if (sent % 4 === 3) await fleet.ledger.startAgain(contactId);
      else await announceAgain(contactId, fleet);
    }
    const accounts = await fleet.untilOver();
    const aftermath = await untilSettled(accounts, fleet.system, 20_000);

    const claims = fleet.bridges
      .flatMap((bridge) => bridge.log())
      .filter(({ msg }) => msg === 'A call was claimed');
    const moved = claims.filter(({ epoch }) => epoch !== 1);
    return verdict(
      {
        ...{ accounts, aftermath, expected: AS_SCRIPTED },
        bounds: {
          'no call moves': moved.length === 0,
          'every call is claimed once': claims.length === load.calls,
        },
        figures: { duplicates: load.duplicates, claims: claims.length, moved: moved.length },
      },
      tell,
    );
  } finally {
    await fleet.close();
  }
};

async function announceAgain(contactId: string, { system }: Fleet): Promise<void> {
  const MessageBody = JSON.stringify({ contactId, agentId: 'fleet-line' });
  const QueueUrl = system.cloud.queueUrls['calls'];
  await system.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}
