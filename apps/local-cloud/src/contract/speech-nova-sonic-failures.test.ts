import { systemEvery } from '@patchbay/platform';
import { createServer, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AwsFault } from '../front/aws-fault';
import { openLoopbackPort } from '../front/loopback-port';
import {
  collect,
  content,
  createManualTime,
  OPTIONS,
  REPLY,
  sockets,
  socketsAre,
  startPuppetBedrock,
  type PuppetBedrock,
} from './puppet-bedrock';
import type { PuppetModel } from './puppet-model';

let bedrock: PuppetBedrock;
let model: PuppetModel;

beforeEach(async () => {
  bedrock = await startPuppetBedrock();
  model = bedrock.model;
});
afterEach(() => bedrock.close());

describe('a session that fails', () => {
  test.each([
    ['internalServerException', 'InternalServerException', true],
    ['modelStreamErrorException', 'ModelStreamErrorException', true],
    ['validationException', 'ValidationException', false],
    ['throttlingException', 'ThrottlingException', true],
    ['modelTimeoutException', 'ModelTimeoutException', true],
    ['serviceUnavailableException', 'ServiceUnavailableException', true],
  ])('by %s says so, and whether to try again', async (wire, name, retryable) => {
    const session = bedrock.open();
    await model.has('promptStart');
    model.connection?.fail(wire, 'injected');

    await expect(collect(session.events)).rejects.toMatchObject({ name, retryable });
    await model.isLeft();
  });

  test.each([
    ['Timed out waiting for audio bytes or interactive content.', 'SpeechSessionIdleError'],
    ['Timed out waiting for input events.', 'SpeechSessionIdleError'],
    ['Chat history is over max limit. Trim chat history.', 'SpeechHistoryTooLongError'],
  ])('by a validation that a new session mends (%s) has a name of its own', async (text, name) => {
    const session = bedrock.open();
    await model.has('promptStart');
    model.connection?.fail('validationException', text);

    await expect(collect(session.events)).rejects.toMatchObject({ name, retryable: true });
  });

  test.each([
    [403, 'AccessDeniedException', false],
    [404, 'ResourceNotFoundException', false],
    [400, 'ValidationException', false],
    [400, 'ServiceQuotaExceededException', true],
    [408, 'ModelTimeoutException', true],
    [424, 'ModelErrorException', true],
    [429, 'ModelNotReadyException', true],
    [429, 'ThrottlingException', true],
    [500, 'InternalServerException', true],
    [503, 'ServiceUnavailableException', true],
    [403, 'UnrecognizedClientException', false],
  ])(
    'before its first event (%i %s) does not hang, and is tried once',
    async (status, name, retryable) => {
      model.refusal = new AwsFault(status, name, 'injected');
      const session = bedrock.open();

      await expect(collect(session.events)).rejects.toMatchObject({ name, retryable });
      expect(model.opened).toBe(1);
      await socketsAre(0);
    },
  );

  test('because nobody listens there is a connection error', async () => {
    const { port, close } = await openLoopbackPort(0, () => undefined);
    await close();
    const session = bedrock.open({ port });

    await expect(collect(session.events)).rejects.toMatchObject({
      name: 'SpeechConnectionError',
      retryable: true,
    });
  });

  test('because the stream just ends is lost, although the SDK ends in silence', async () => {
    const session = bedrock.open();
    await model.has('promptStart');
    model.connection?.end();

    await expect(collect(session.events)).rejects.toMatchObject({ name: 'SpeechSessionLostError' });
  });

  test('because the socket breaks is an error, although the SDK ends in silence', async () => {
    const session = bedrock.open();
    await model.has('promptStart');
    model.send({ completionStart: {} });
    const events = collect(session.events);
    await bedrock.front.close();

    await expect(events).rejects.toMatchObject({ retryable: true });
    await socketsAre(0);
  });

  test('because its connection takes nothing any more is cut off', async () => {
    const heldSockets: Socket[] = [];
    const deaf = createServer((socket) => void heldSockets.push(socket.pause()));
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const time = createManualTime();
    const session = bedrock.open({ port: (deaf.address() as { port: number }).port, time });
    const lookAgain = systemEvery(10, () => time.pass(6_000));

    session.sendAudio(new Int16Array(16_000 * 60));

    await expect(collect(session.events)).rejects.toMatchObject({
      name: 'SpeechSessionStalledError',
      retryable: true,
    });
    lookAgain();
    for (const socket of heldSockets) socket.destroy();
    deaf.close();
  });

  test('because an event breaks the protocol is named so', async () => {
    const session = bedrock.open();
    await model.has('promptStart');
    model.send({ textOutput: { content: 7 } });

    await expect(collect(session.events)).rejects.toMatchObject({ name: 'SpeechProtocolError' });
    await model.isLeft();
  });
});

describe('a session that is closed', () => {
  test('lets the model say goodbye, may be closed twice, and leaves no stream', async () => {
    const session = bedrock.open();
    await model.has('promptStart');

    await Promise.all([session.close(), session.close()]);
    session.sendAudio(new Int16Array(100));
    session.sendText('late');
    session.sendToolResult('late', {});

    expect(model.names().slice(-3)).toEqual(['contentEnd', 'promptEnd', 'sessionEnd']);
    await model.isLeft();
    await socketsAre(0);
  });

  test('before the model has said a word, or was even reached, leaves no stream', async () => {
    const session = bedrock.open();

    await session.close();

    expect(await collect(session.events)).toEqual([]);
    await socketsAre(0);
  });

  test('does not wait for ever for the goodbye of a model that is stuck', async () => {
    model.saysGoodbye = false;
    const session = bedrock.open();
    await model.has('promptStart');
    model.send({ completionStart: {} });

    await session.close();

    expect(await collect(session.events)).toEqual([]);
    await model.isLeft();
    await socketsAre(0);
  });

  test('leaves no socket either when nobody reads its events to their end', async () => {
    const session = bedrock.open();
    await model.has('promptStart');
    model.send(...REPLY, content('d', 'AUDIO', 'ASSISTANT'));
    for await (const event of session.events) if (event.type === 'reply-audio') break;

    await session.close();

    await socketsAre(0);
  });
});

test('a bearer token in the environment does not take the place of the signature', async () => {
  process.env['AWS_BEARER_TOKEN_BEDROCK'] = 'not-for-streams';
  try {
    bedrock.open();
    await model.has('promptStart');
  } finally {
    delete process.env['AWS_BEARER_TOKEN_BEDROCK'];
  }

  expect(model.opened).toBe(1);
});

test('many sessions in a row leave no socket and no memory', async () => {
  const count = Number(process.env['SPEECH_SESSIONS'] ?? 100);
  const run = async (sessions: number) => {
    for (let done = 0; done < sessions; done++) {
      model.received.length = model.sessions.length = 0;
      const session = bedrock.engine.open(OPTIONS);
      const events = collect(session.events);
      for (let i = 0; i < 10; i++) session.sendAudio(new Int16Array(1600).fill(i));
      await model.has('audioInput');
      model.send(...REPLY);
      await session.close();
      await events;
    }
  };
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heldBytes = async () => {
    await socketsAre(0);
    collectGarbage();
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };

  // Until the engine has compiled what it runs often: that is held, but not lost.
  await run(100);
  const beforeBytes = await heldBytes();
  await run(count);
  const grownBytes = (await heldBytes()) - beforeBytes;

  if (process.env['SPEECH_SESSIONS'])
    process.stdout.write(`${count} sessions: ${Math.round(grownBytes / 1024)} KB\n`);

  expect(sockets()).toBe(0);
  expect(grownBytes).toBeLessThan(1024 * 1024);
});
