import { ToolFailedError, ToolRefusedError, type ToolCall } from '@patchbay/agent';
import { WriteRefusedError, type OpenToolUse } from '@patchbay/call';
import {
  anAgent,
  aTool,
  CALLER_NUMBER,
  CONTACT_ID,
  createManualClock,
  createRecordingLogger,
} from '@patchbay/testing';
import { KEPT_RESULT_BYTES, OpenToolUses } from '../conversation/open-tool-uses';
import { LOST_RESULT } from '../conversation/taken-over';
import { CallTools } from './call-tools';

const https = { kind: 'https', url: 'https://shop.test', timeoutMs: 5000, attempts: 2 } as const;
const lambda = { kind: 'lambda', functionName: 'pay', timeoutMs: 5000, attempts: 2 } as const;
const input_schema = {
  type: 'object',
  properties: { order: { type: 'string', maxLength: 8 } },
  required: ['order'],
} as const;

const PIN_KEYS = { say: 'Please enter your PIN.', maxDigits: 4, timeoutS: 10, input: 'pin' };

type Call = Omit<ToolCall, 'handler'>;
type Work = (call: Call, signal: AbortSignal) => Promise<unknown>;

/** A call whose tools do `work`, whoever runs them. */
function prepare(
  work: Work = async () => 'done',
  keys: string | Promise<string> = '',
  isLost = false,
  before: OpenToolUse[] = [],
) {
  const toolUses = new OpenToolUses(before);
  toolUses.modelChanged();
  /** How far the tools were at each write of the record. */
  const written: string[][] = [];
  let asked = 0;
  const calls: Call[] = [];
  const used: unknown[] = [];
  const logger = createRecordingLogger();
  const runner = {
    run: (call: Call, signal: AbortSignal) => {
      calls.push(call);
      return work(call, signal);
    },
  };
  const tools = new CallTools({
    contactId: CONTACT_ID,
    agent: anAgent({
      tools: [
        aTool({ name: 'end_call' }),
        aTool({ name: 'find_order', handler: https, input_schema }),
        aTool({ name: 'pay', handler: lambda }),
        aTool({ name: 'check_pin', handler: https, keys: PIN_KEYS }),
      ],
    }),
    runners: { 'built-in': runner, https: runner, lambda: runner },
    conversation: { toolUsed: (tool) => void used.push(tool), toolUses },
    checkpoint: {
      save: async () => {
        written.push(toolUses.snapshot().map(({ stage }) => stage));
        if (isLost) throw new WriteRefusedError('epoch');
      },
    },
    askKeys: async () => {
      asked += 1;
      return keys;
    },
    finish: async () => undefined,
    clock: createManualClock(),
    logger,
  });
  const use = (name: string, input = '{"order":"A 17"}', toolUseId = 'use-1') =>
    tools.use({ toolUseId, name, input });
  return { tools, use, calls, used, logger, written, toolUses, timesAsked: () => asked };
}

describe('a tool', () => {
  test.each(['end_call', 'find_order', 'pay'])('%s is run by its handler', async (name) => {
    const { use, calls, used, logger } = prepare(async () => ({ status: 'shipped' }));

    const result = await use(name);

    expect(result).toEqual({ status: 'ok', result: { status: 'shipped' } });
    expect(calls).toMatchObject([{ name, toolUseId: 'use-1', input: { order: 'A 17' } }]);
    expect(used).toEqual([{ name, outcome: 'ok' }]);
    expect(logger.lines).toMatchObject([{ level: 'info', fields: { tool: name, outcome: 'ok' } }]);
  });

  test.each<[string, string, RegExp]>([
    ['no JSON', 'order A 17', /^input: must be object$/],
    ['another type', '["A 17"]', /^input: must be object$/],
    ['nothing of what is needed', '{}', /required property 'order'/],
    ['too much', '{"order":"A 17, and my PIN is 4711"}', /^order: must NOT have more than 8/],
  ])('is not run with %s, and the model is told why', async (_, input, error) => {
    const { use, calls, used } = prepare();

    const result = await use('find_order', input);

    expect(result).toEqual({ status: 'failed', error: expect.stringMatching(error) });
    expect(JSON.stringify(result)).not.toContain('4711');
    expect(calls).toEqual([]);
    expect(used).toEqual([{ name: 'find_order', outcome: 'failed' }]);
  });

  test('that nobody knows is not run, and its name is nowhere', async () => {
    const { use, calls, used, logger } = prepare();

    const result = await use('my_pin_is_4711');

    expect(result).toEqual({ status: 'failed', error: 'There is no such tool.' });
    expect(calls).toEqual([]);
    expect(used).toEqual([{ name: 'unknown', outcome: 'unknown' }]);
    expect(JSON.stringify(logger.lines)).not.toContain('4711');
  });

  test.each([
    ['failed', new ToolFailedError('timeout'), /^It did not answer in time/],
    ['refused', new ToolRefusedError('That time is over.'), /^That time is over\.$/],
    ['broke down', new Error(`no route to ${CALLER_NUMBER}`), /^It has a problem of its own/],
  ])('that %s is told honestly, and nothing else', async (_, error, told) => {
    const { use, used, logger } = prepare(() => Promise.reject(error));

    expect(await use('pay')).toEqual({ status: 'failed', error: expect.stringMatching(told) });

    expect(used).toEqual([{ name: 'pay', outcome: 'failed' }]);
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { errorName: error.name } }]);
    expect(JSON.stringify(logger.lines)).not.toContain(CALLER_NUMBER);
  });
});

describe('a tool that wants keys', () => {
  test('gets them with the model’s input; the model and the log do not', async () => {
    const { use, calls, logger } = prepare(async () => 'right', '4711');

    const result = await use('check_pin');

    expect(calls).toMatchObject([{ input: { order: 'A 17', pin: '4711' } }]);
    expect(JSON.stringify([result, logger.lines])).not.toContain('4711');
  });

  test('is not run when the caller presses none, and the model is told', async () => {
    const { use, calls } = prepare();

    expect(await use('check_pin')).toEqual({
      status: 'failed',
      error: 'The caller pressed no keys.',
    });
    expect(calls).toEqual([]);
  });
});

describe('several tools', () => {
  test('work at once, and the fast one does not wait for the slow one', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const { use } = prepare(({ name }) => (name === 'pay' ? promise : Promise.resolve('found')));

    const slow = use('pay', '{}', 'use-1');
    const fast = await use('find_order', '{"order":"A"}', 'use-2');
    resolve('paid');

    expect(fast).toEqual({ status: 'ok', result: 'found' });
    expect(await slow).toEqual({ status: 'ok', result: 'paid' });
  });

  test('are left alone when the call is over', async () => {
    const signals: AbortSignal[] = [];
    const { use, tools } = prepare(async (_, signal) => signals.push(signal));
    await use('pay');

    tools.stop();

    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});

describe('what the record holds of a tool', () => {
  test('is that it runs, before it does; then its result', async () => {
    const seen: string[][][] = [];
    const prepared = prepare(async () => {
      seen.push([...prepared.written]);
      return 'shipped';
    });

    await prepared.use('find_order');

    expect(seen).toEqual([[['running']]]);
    expect(prepared.written).toEqual([['running'], ['answered']]);
    expect(prepared.toolUses.snapshot()).toMatchObject([
      { stage: 'answered', result: '{"status":"ok","result":"shipped"}' },
    ]);
    expect(prepared.toolUses.snapshot()[0]).not.toHaveProperty('input');
  });

  test('is nothing more than what rides along, for one that only changes the record', async () => {
    const { use, written } = prepare();

    await use('end_call');

    expect(written).toEqual([]);
  });

  test('holds no keys', async () => {
    const { use, toolUses } = prepare(async () => 'right', '4829');

    const used = use('check_pin');

    expect(JSON.stringify(toolUses.snapshot())).not.toContain('4829');
    await used;
    expect(JSON.stringify(toolUses.snapshot())).not.toContain('4829');
  });

  test('keeps a tool from running whose bridge has lost the call', async () => {
    const { use, calls } = prepare(undefined, '', true);

    expect(await use('find_order')).toMatchObject({ status: 'failed' });
    expect(calls).toEqual([]);
  });

  test('keeps a wish from being carried out twice, however the model writes it', async () => {
    const { use, calls, used } = prepare(undefined, '', false, [
      { ...aLostUse('pay', '{"to":"A","order":"1"}') },
    ]);

    expect(await use('pay', '{ "order": "1", "to": "A" }', 'use-2')).toEqual(LOST_RESULT);
    expect(await use('pay', '{"to":"B","order":"1"}', 'use-3')).toMatchObject({ status: 'ok' });

    expect(calls).toMatchObject([{ toolUseId: 'use-3' }]);
    expect(used).toEqual([
      { name: 'pay', outcome: 'unknown' },
      { name: 'pay', outcome: 'ok' },
    ]);
  });
});

describe('a tool that another model asks for again, for the same', () => {
  const ORDER = '{"order":"A 17"}';

  test('while it works runs once; who asked last is told, with the key of who asked first', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const { use, calls, toolUses, used } = prepare(() => promise);
    const first = use('pay', ORDER, 'use-1');
    toolUses.modelChanged();
    const second = use('pay', ORDER, 'use-2');
    toolUses.modelChanged();
    const third = use('pay', ORDER, 'use-3');

    resolve('paid');

    expect(await Promise.all([first, second, third])).toEqual([
      undefined,
      undefined,
      { status: 'ok', result: 'paid' },
    ]);
    expect(calls).toMatchObject([{ toolUseId: 'use-1' }]);
    expect(used).toEqual([{ name: 'pay', outcome: 'ok' }]);
    expect(toolUses.snapshot()).toMatchObject([{ toolUseId: 'use-3', stage: 'answered' }]);
  });

  test('before it runs is written down as running all the same', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const { use, toolUses, written, timesAsked } = prepare(async () => 'right', promise);
    const first = use('check_pin', ORDER, 'use-1');
    toolUses.modelChanged();
    const second = use('check_pin', ORDER, 'use-2');

    resolve('4711');
    await Promise.all([first, second]);

    expect(written).toEqual([['running'], ['answered']]);
    expect(timesAsked()).toBe(1);
  });

  test('after it has run is told the same, until it was spoken of', async () => {
    const long = 'x'.repeat(2 * KEPT_RESULT_BYTES);
    const { use, calls, toolUses } = prepare(async () => long);
    await use('pay', ORDER, 'use-1');
    toolUses.modelChanged();

    const again = await use('pay', ORDER, 'use-2');
    toolUses.replyBegan();
    toolUses.replyEnded();
    await use('pay', ORDER, 'use-3');

    expect(again).toEqual({ status: 'ok', result: long });
    expect(calls.map(({ toolUseId }) => toolUseId)).toEqual(['use-1', 'use-3']);
  });

  test('runs again when the same model asks', async () => {
    const { use, calls } = prepare();

    await use('pay', ORDER, 'use-1');
    await use('pay', ORDER, 'use-2');

    expect(calls).toHaveLength(2);
  });
});

/** A tool that ran while its bridge was lost. */
function aLostUse(name: string, input: string): OpenToolUse {
  const uses = new OpenToolUses();
  uses.asked({ toolUseId: 'use-1', name, input });
  return { ...(uses.snapshot()[0] as OpenToolUse), stage: 'lost' };
}
