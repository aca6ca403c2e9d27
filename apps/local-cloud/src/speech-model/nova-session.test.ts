import { jest } from '@jest/globals';
import type { AnswererContext } from './answering/answerer';
import { NovaSession } from './nova-session';
import { NOVA_SONIC_LIMITS } from './session-limits';
import { audioInput, closing, opening, promptStart, toolResult } from './testing/client-events';
import { ModelClient } from './testing/model-client';

const PCM = Int16Array.of(1, 2, 3);

/** A session whose answerer only takes notes. */
function setUp() {
  const answerer = {
    hear: jest.fn<(pcm: Int16Array) => void>(),
    read: jest.fn<(text: string) => void>(),
    toolAnswered: jest.fn<(content: string) => void>(),
    close: jest.fn<() => void>(),
  };
  let context: AnswererContext | undefined;
  const client = new ModelClient({
    open: (connection) =>
      new NovaSession(
        connection,
        (given) => {
          context = given;
          return answerer;
        },
        NOVA_SONIC_LIMITS,
      ),
  });
  return {
    client,
    answerer,
    useTool: () => context?.useTool('end_call', {}),
    fail: failOf(() => context),
  };
}

const failOf = (context: () => AnswererContext | undefined) => (error: unknown) =>
  context()?.fail(error);

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('a session of the local model', () => {
  test('brings audio to the answerer, and ends with its completion', () => {
    const { client, answerer } = setUp();

    client.give(...opening(), audioInput(PCM), ...closing);

    expect(answerer.hear).toHaveBeenCalledWith(PCM);
    expect(answerer.close).toHaveBeenCalledTimes(1);
    expect(client.received.map((event) => Object.keys(event)[0])).toEqual([
      'completionStart',
      'completionEnd',
    ]);
    expect(client.ended).toBe('clean');
  });

  test('takes the result of its tool use, once', async () => {
    const { client, answerer, useTool } = setUp();
    client.give(...opening());
    useTool();
    const { toolUseId } = await client.nth('toolUse');

    client.give(...toolResult(String(toolUseId), { status: 'ok' }));
    expect(answerer.toolAnswered).toHaveBeenCalledWith('{"status":"ok"}');
    client.give(...toolResult(String(toolUseId), { status: 'ok' }));

    expect(client.ended).toMatch(/^validationException: .*toolUseId/);
  });

  test('a breach of the protocol ends the stream, and nothing is taken after it', () => {
    const { client, answerer } = setUp();

    client.give(...opening(), promptStart, audioInput(PCM));

    expect(client.ended).toMatch(/^validationException: promptStart/);
    expect(answerer.hear).not.toHaveBeenCalled();
    expect(answerer.close).toHaveBeenCalledTimes(1);
  });

  test('a failure of the answerer ends the stream by its name alone', () => {
    const { client, fail } = setUp();
    client.give(...opening());

    fail(new RangeError('words of the caller'));

    expect(client.ended).toBe('internalServerException: The local model failed: RangeError.');
  });

  test('55 s without audio end it; audio in time does not', () => {
    const { client } = setUp();
    client.give(...opening());

    jest.advanceTimersByTime(54_000);
    client.give(audioInput(PCM));
    jest.advanceTimersByTime(54_000);
    expect(client.ended).toBeUndefined();
    jest.advanceTimersByTime(1_000);

    expect(client.ended).toMatch(/^validationException: Timed out/);
  });

  test('8 minutes end it, whatever comes', () => {
    const { client } = setUp();
    client.give(...opening());

    for (let second = 0; second < 8 * 60; second++) {
      expect(client.ended).toBeUndefined();
      client.give(audioInput(PCM));
      jest.advanceTimersByTime(1000);
    }

    expect(client.ended).toMatch(/^modelTimeoutException/);
  });

  test('a client that is gone stops everything', () => {
    const { client, answerer } = setUp();
    client.give(...opening());

    client.session.close();
    jest.advanceTimersByTime(60_000);

    expect(answerer.close).toHaveBeenCalledTimes(1);
    expect(client.ended).toBeUndefined();
    expect(jest.getTimerCount()).toBe(0);
  });
});
