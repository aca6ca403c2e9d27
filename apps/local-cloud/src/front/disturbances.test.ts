import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import { Disturbances, type Harm } from './disturbances';
import { sendJson } from './exchange';
import { startFront, type Front } from './front';

const logger = createLogger('test', { destination: { write: () => undefined } });
let front: Front;
const disturbances = new Disturbances();
const client = () =>
  new SQSClient({
    ...clientConfig(`http://127.0.0.1:${front.port}`, 'eu-west-1'),
    maxAttempts: 1,
  });
const ask = (abortSignal?: AbortSignal) =>
  client().send(new ListQueuesCommand({}), abortSignal ? { abortSignal } : {});

beforeAll(async () => {
  const handle = async (_: unknown, response: Parameters<typeof sendJson>[0]) =>
    sendJson(response, 200, {});
  front = await startFront({
    port: 0,
    logger,
    disturbances,
    services: [{ signingName: 'sqs', handle }],
  });
});
afterAll(() => front.close());

describe('disturbances', () => {
  let end: () => void = () => undefined;
  const disturb = (harm: Harm) =>
    (end = disturbances.add(({ service, operation }) =>
      service === 'sqs' && operation.endsWith('ListQueues') ? harm : undefined,
    ));
  afterEach(() => end());

  test('an error is answered under its name, until the disturbance ends', async () => {
    disturb({ status: 503, errorType: 'ServiceUnavailable' });

    await expect(ask()).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    end();
    await expect(ask()).resolves.toBeDefined();
  });

  test('a cut connection is an error of the network', async () => {
    disturb('cut');

    await expect(ask()).rejects.toThrow('socket hang up');
  });

  test('a hanging request waits until its client gives up', async () => {
    disturb('hang');

    await expect(ask(AbortSignal.timeout(100))).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('other requests pass', async () => {
    end = disturbances.add(({ service }) => (service === 's3' ? 'cut' : undefined));

    await expect(ask()).resolves.toBeDefined();
  });
});
