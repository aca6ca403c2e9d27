import { setTimeout as wait } from 'node:timers/promises';
import {
  BedrockRuntimeClient,
  InvokeModelWithBidirectionalStreamCommand,
  InvokeModelCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import { AwsFault } from '../front/aws-fault';
import { startFront, type Front } from '../front/front';
import type { ModelConnection, NovaEvent, SpeechModel } from '../speech-model/speech-model';
import { createBedrock } from './bedrock';

/** Answers each `audioInput` with its content, `sessionEnd` with a `completionEnd`, and fails or throws when told to. */
class EchoModel implements SpeechModel {
  readonly received: NovaEvent[] = [];
  modelId = '';
  closed = 0;

  open(connection: ModelConnection) {
    this.modelId = connection.modelId;
    if (connection.modelId === 'forbidden') {
      throw new AwsFault(403, 'AccessDeniedException', 'No access to this model.');
    }
    return {
      receive: (event: NovaEvent) => {
        this.received.push(event);
        if (event['audioInput']) connection.send({ audioOutput: event['audioInput'] });
        if (event['fail']) connection.fail('modelTimeoutException', 'Too late.');
        if (event['sessionEnd']) void this.sayGoodbye(connection);
      },
      close: () => void this.closed++,
    };
  }

  private async sayGoodbye(connection: ModelConnection) {
    await wait(20);
    connection.send({ completionEnd: { stopReason: 'END_TURN' } });
    connection.end();
  }

  async isClosed() {
    while (this.closed === 0) await wait(5);
  }
}

/** What the front logs; a test that ends as it should leaves nothing in it. */
const lines: string[] = [];
const logger = createLogger('test', { destination: { write: (line) => lines.push(line) } });

let model: EchoModel;
let front: Front;
let bedrock: BedrockRuntimeClient;

beforeEach(async () => {
  model = new EchoModel();
  const services = [createBedrock({ speechModel: model })];
  front = await startFront({ port: 0, services, logger });
  bedrock = new BedrockRuntimeClient({
    ...clientConfig(`http://127.0.0.1:${front.port}`, 'eu-west-1'),
    logger: createLogger('sdk', { level: 'silent' }),
  });
});

afterEach(async () => {
  bedrock.destroy();
  await front.close();
  expect(lines.splice(0).filter((line) => !line.includes('not emulated'))).toEqual([]);
});

const chunk = (json: unknown) => ({ chunk: { bytes: Buffer.from(JSON.stringify(json)) } });

/** Speaks to the model; `keepOpen` leaves the input open after the last event. */
async function* talk(
  events: readonly object[],
  {
    modelId = 'amazon.nova-2-sonic-v1:0',
    signal = new AbortController().signal,
    keepOpen = false,
  } = {},
): AsyncGenerator<Record<string, unknown>> {
  const body = (async function* () {
    for (const event of events) yield chunk({ event });
    if (keepOpen) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  })();
  const command = new InvokeModelWithBidirectionalStreamCommand({ modelId, body });
  const output = await bedrock.send(command, { abortSignal: signal });
  for await (const { chunk: answer } of output.body ?? []) {
    yield JSON.parse(Buffer.from(answer?.bytes ?? []).toString('utf8')).event;
  }
}

async function hear(answers: AsyncIterable<object>): Promise<object[]> {
  const heard: object[] = [];
  for await (const answer of answers) heard.push(answer);
  return heard;
}

const AUDIO = { audioInput: { promptName: 'p', content: 'c291bmQ=' } };
const END = { sessionEnd: {} };

test('events go both ways in order, and the last words come after the end of the input', async () => {
  const spoken = Array.from({ length: 200 }, (_, i) => ({ audioInput: { content: `${i}` } }));

  const heard = await hear(talk([{ sessionStart: {} }, ...spoken, END]));

  expect(model.modelId).toBe('amazon.nova-2-sonic-v1:0');
  expect(model.received).toEqual([{ sessionStart: {} }, ...spoken, END]);
  expect(heard).toEqual([
    ...spoken.map(({ audioInput }) => ({ audioOutput: audioInput })),
    { completionEnd: { stopReason: 'END_TURN' } },
  ]);
  await model.isClosed();
});

test('a large event arrives whole', async () => {
  const content = 'x'.repeat(300_000);

  const [first] = await hear(talk([{ audioInput: { content } }, END]));

  expect(first).toEqual({ audioOutput: { content } });
});

test('a modelled exception reaches the client under its name', async () => {
  const call = hear(talk([AUDIO, { fail: {} }], { keepOpen: true }));

  await expect(call).rejects.toMatchObject({ name: 'ModelTimeoutException', message: 'Too late.' });
});

test('a refusal before the stream is an HTTP error', async () => {
  const call = hear(talk([AUDIO, END], { modelId: 'forbidden' }));

  await expect(call).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('what is not one event ends the stream with a validation error', async () => {
  const call = hear(talk([AUDIO, { one: {}, two: {} }], { keepOpen: true }));

  await expect(call).rejects.toMatchObject({ name: 'ValidationException' });
  await model.isClosed();
});

test('a client that aborts closes the session', async () => {
  const abort = new AbortController();
  const call = talk([AUDIO], { signal: abort.signal, keepOpen: true });

  await call.next();
  abort.abort();

  await model.isClosed();
  expect(model.closed).toBe(1);
});

test('input that ends without a farewell ends the stream', async () => {
  const heard = await hear(talk([AUDIO]));

  expect(heard).toHaveLength(1);
  await model.isClosed();
});

test('other operations are refused', async () => {
  const call = bedrock.send(new InvokeModelCommand({ modelId: 'm', body: '{}' }));

  await expect(call).rejects.toMatchObject({ name: 'NotImplementedException' });
});
