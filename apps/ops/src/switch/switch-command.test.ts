import { switchesKey } from '@patchbay/contracts';
import { createManualClock, createMemoryObjectStore } from '@patchbay/testing';
import { createProgram } from '../program';
import { runProgram } from '../run-program';

const notAskedFor = () => {
  throw new Error('not asked for');
};

function prepare() {
  const prompts = createMemoryObjectStore();
  const clock = createManualClock(Date.parse('2026-01-05T10:00:00.000Z'));
  const printed: string[] = [];
  const complaints: string[] = [];
  const connect = {
    forSwitch: () => ({ prompts, clock, agentIds: async () => ['bank', 'shop'] }),
    forDlq: notAskedFor,
    forFlows: notAskedFor,
    forNumbers: notAskedFor,
  };
  const run = async (...argv: string[]) => {
    const program = createProgram(connect, { line: (line) => printed.push(line) });
    for (const command of [program, ...program.commands.flatMap((c) => [c, ...c.commands])]) {
      command.configureOutput({
        writeOut: (text) => void printed.push(text),
        writeErr: (text) => void complaints.push(text),
      });
    }
    return runProgram(program, argv, (line) => void complaints.push(line));
  };
  const json = async (...argv: string[]) => {
    expect(await run('switch', ...argv, '--json')).toBe(0);
    return JSON.parse(printed.at(-1) ?? '');
  };
  return { prompts, printed, complaints, run, json };
}

const changedAt = '2026-01-05T10:00:00.000Z';

describe('patchbay switch', () => {
  test('shows that all is on before anybody has decided anything', async () => {
    const { run, json, printed } = prepare();

    expect(await json('status')).toEqual({ version: 1, all: 'on', agents: {} });
    await run('switch', 'status');
    expect(printed.at(-1)).toBe('New calls go to the bot.');
  });

  test('turns all off and on again, and leaves single agents as they were', async () => {
    const { json } = prepare();
    await json('off', '--agent', 'bank');

    const off = await json('off');
    const on = await json('on');

    expect(off).toEqual({ version: 1, all: 'off', agents: { bank: 'off' }, changedAt });
    expect(on).toEqual({ version: 1, all: 'on', agents: { bank: 'off' }, changedAt });
    expect(await json('status')).toEqual(on);
  });

  test('turns one agent off and on again', async () => {
    const { json, run, printed } = prepare();
    await json('off', '--agent', 'bank');
    await json('off', '--agent', 'shop');

    expect(await json('on', '--agent', 'bank')).toMatchObject({
      all: 'on',
      agents: { bank: 'on', shop: 'off' },
    });
    printed.length = 0;
    await run('switch', 'status');
    expect(printed).toEqual([
      'New calls go to the bot.',
      'Agent shop is off.',
      `Last changed ${changedAt}.`,
    ]);
  });

  test('an agent that does not exist is refused, and nothing is written', async () => {
    const { run, complaints, prompts } = prepare();

    expect(await run('switch', 'off', '--agent', 'bnak')).toBe(2);
    expect(complaints.join()).toContain('bnak');
    expect(prompts.objects.size).toBe(0);
  });

  test('switches that cannot be understood are told, and do not stand in the way', async () => {
    const { run, json, complaints, prompts } = prepare();
    await prompts.put(switchesKey, 'off', 'application/json');

    expect(await run('switch', 'status')).toBe(1);
    expect(complaints.join()).toContain(switchesKey);
    expect(await json('off')).toMatchObject({ all: 'off' });
  });

  test('a store that refuses is status 1', async () => {
    const { run, complaints, prompts } = prepare();
    prompts.put = () => Promise.reject(new Error('Access Denied'));

    expect(await run('switch', 'off')).toBe(1);
    expect(complaints).toEqual(['Access Denied']);
  });

  test.each([[['switch', 'of']], [['switch', 'off', '--agnet', 'bank']], [['swich']]])(
    'arguments that cannot be used are status 2: %p',
    async (argv) => {
      const { run, complaints } = prepare();

      expect(await run(...argv)).toBe(2);
      expect(complaints.join()).toMatch(/error: /);
    },
  );

  test('help shows examples and is no failure', async () => {
    const { run, printed } = prepare();

    expect(await run('switch', '--help')).toBe(0);
    expect(printed.join()).toMatch(/patchbay switch off --agent bank-demo/);
  });
});
