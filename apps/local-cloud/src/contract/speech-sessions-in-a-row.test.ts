import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createLogger } from '@patchbay/platform';
import { createNovaSonicEngine } from '@patchbay/speech-nova-sonic';
import { createBedrock } from '../bedrock/bedrock';
import { clientConfig } from '../client-config';
import { startFront, type Front } from '../front/front';
import type { NovaEvent, SpeechModel } from '../speech-model/speech-model';
import { OPTIONS, REPLY, socketsAre } from './puppet-bedrock';

const SESSIONS = 300;
/** The first sessions fill caches and compile code. */
const WARM_UP = 200;

/** Answers the first sound of each session, says goodbye, and remembers nothing. */
const model: SpeechModel = {
  open: (connection) => ({
    receive(event: NovaEvent) {
      if (event['audioInput']) for (const output of REPLY) connection.send(output);
      if (!event['sessionEnd']) return;
      connection.send({ completionEnd: { stopReason: 'END_TURN' } });
      connection.end();
    },
    close: () => undefined,
  }),
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** In bytes, once garbage is gone; what the first collection finalizes, the second one frees. */
function heldBytes(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

let front: Front;
beforeAll(async () => {
  const logger = createLogger('test', { level: 'silent' });
  front = await startFront({ port: 0, services: [createBedrock({ speechModel: model })], logger });
});
afterAll(() => front.close());

async function talk(sessions: number): Promise<number> {
  const config = clientConfig(`http://127.0.0.1:${front.port}`, 'us-east-1');
  const engine = createNovaSonicEngine('us-east-1', config);
  let replies = 0;
  for (let session = 0; session < sessions; session += 1) {
    const opened = engine.open(OPTIONS);
    opened.sendAudio(new Int16Array(1600));
    for await (const { type } of opened.events) {
      if (type !== 'reply-ended') continue;
      replies += 1;
      void opened.close();
    }
    await opened.close();
  }
  return replies;
}

test('300 sessions in a row leave no socket and less than a megabyte', async () => {
  await talk(WARM_UP);
  await socketsAre(0);
  const beforeBytes = heldBytes();

  const replies = await talk(SESSIONS);

  expect(replies).toBe(SESSIONS);
  await socketsAre(0);
  expect(heldBytes() - beforeBytes).toBeLessThan(1024 * 1024);
});
