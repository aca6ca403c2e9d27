import { readFileSync } from 'node:fs';
import { seededRandom } from './random';
import { RuleDialogue } from './rule-dialogue';
import { rulesSchema } from './rules';

const bankRules = rulesSchema.parse(
  JSON.parse(
    readFileSync(
      new URL('../../../../../agents/bank-demo/local-model/rules.json', import.meta.url),
      'utf8',
    ),
  ),
);
const dialogue = (seed = 1) => new RuleDialogue(bankRules, seededRandom(seed));
const transfer = (reason: string) => ({
  tool: { name: 'transfer_to_agent', input: expect.objectContaining({ reason }) },
});
const ending = { tool: { name: 'end_call', input: { reason: 'caller_done' } } };

describe('a dialogue by the rules of the demo bank', () => {
  test.each([
    ['what is my balance', /two hundred and forty dollars/],
    ['i lost my card', /colleague/],
    ['i want to pay a bill', /mobile app/],
    ['are you open on saturday', /nine to five/],
    ['thank you', /else/],
  ])('answers "%s"', (text, expected) => {
    expect(dialogue().heard(text)).toEqual({ say: expect.stringMatching(expected) });
  });

  test.each(['talk to a human', 'connect me to an agent', 'operator'])(
    '"%s" is put through at once',
    (text) => {
      const call = dialogue();

      expect(call.heard(text)).toEqual(transfer('human_requested'));
      expect(call.toolAnswered({ status: 'ok' })).toMatch(/colleague/);
    },
  );

  test('a lost card is transferred on a yes, and only then', () => {
    const agrees = dialogue();
    agrees.heard('i lost my card');
    expect(agrees.heard('yes please')).toEqual(transfer('lost_card'));

    const declines = dialogue();
    declines.heard('someone stole my card');
    expect(declines.heard('no thank you')).toEqual({ say: expect.any(String) });
    expect(declines.heard('yes')).toEqual({ say: expect.any(String) });
  });

  test('a question leads away from another one that is open', () => {
    const call = dialogue();
    call.heard('i lost my card');
    call.heard('what is my balance');

    expect(call.heard('no thank you')).toEqual(ending);
  });

  test.each(['goodbye', "that's all thank you", 'no nothing else'])(
    '"%s" ends the call',
    (text) => {
      const call = dialogue();

      expect(call.heard(text)).toEqual(ending);
      expect(call.toolAnswered({ status: 'ok' })).toMatch(/Goodbye|goodbye/);
    },
  );

  test('asks again twice, and gives the third miss in a row to a human', () => {
    const call = dialogue();

    expect(call.heard(undefined)).toEqual({ say: expect.any(String) });
    expect(call.heard('what is my balance')).toEqual({ say: expect.any(String) });
    expect(call.heard(undefined)).toEqual({ say: expect.any(String) });
    expect(call.heard(undefined)).toEqual({ say: expect.any(String) });
    expect(call.heard(undefined)).toEqual(transfer('not_understood'));
  });

  test('a miss leaves an open question open', () => {
    const call = dialogue();
    call.heard('i lost my card');
    call.heard(undefined);

    expect(call.heard('yes')).toEqual(transfer('lost_card'));
  });

  test('knows the name that it was told', () => {
    const call = dialogue();
    expect(call.heard('my name is anna')).toEqual({
      tool: { name: 'save_fields', input: { caller_name: 'Anna' } },
    });

    expect(call.heard('do you remember my name')).toEqual({ say: expect.stringMatching(/Anna/) });
  });

  test('notes a callback once the caller has agreed to what was read back', () => {
    const call = new RuleDialogue(bankRules, seededRandom(1), {
      tomorrow: '2026-01-06',
      offset: '-05:00',
    });
    const wish = { phoneNumber: '+12025550143', time: '2026-01-06T10:00:00-05:00' };
    call.heard('call me back');
    call.heard('tomorrow at ten');

    expect(call.heard('two zero two five five five zero one four three')).toEqual({
      tool: { name: 'schedule_callback', input: wish },
    });
    expect(call.toolAnswered({ status: 'ok', result: 'Read it back.' })).toMatch(
      /two zero two five five five zero one four three.*ten.*\?/,
    );
    expect(call.heard('yes')).toEqual({
      tool: { name: 'schedule_callback', input: { ...wish, confirmed: true } },
    });
  });

  test('says nothing while a message is left', () => {
    const call = dialogue();
    expect(call.heard('i want to leave a message')).toMatchObject({
      tool: { input: { action: 'start' } },
    });

    expect(call.heard(undefined)).toEqual({ silent: true });
    expect(call.heard('i lost my card')).toEqual({ silent: true });
    expect(call.heard('that is all')).toMatchObject({ tool: { input: { action: 'stop' } } });
  });

  test('says so when the tool failed', () => {
    const call = dialogue();
    call.heard('goodbye');

    expect(bankRules.toolFailed).toContain(call.toolAnswered({ status: 'failed', error: 'no' }));
  });

  test('goes on with an answer that was cut off, however another session worded it', () => {
    for (let seed = 0; seed < 8; seed++) {
      const call = dialogue(seed);
      call.heard('what is my balance');

      const whole = (dialogue(seed + 1).heard('what is my balance') as { say: string }).say;
      const words = whole.split(' ');
      const told = words.slice(0, 8).join(' ');

      expect(`${told} ${call.rest(`Welcome. ${told}`)}`).toBe(whole);
    }
  });

  test('words the same answer in several ways, by the seed', () => {
    const wordings = Array.from({ length: 20 }, (_, seed) => dialogue(seed).heard('thank you'));

    expect(new Set(wordings.map((answer) => JSON.stringify(answer))).size).toBe(2);
    expect(dialogue(7).heard('thank you')).toEqual(dialogue(7).heard('thank you'));
  });
});

describe('rules that remember', () => {
  const rules = rulesSchema.parse({
    intents: { name: ['my name is'], ask: ['who am i'], note: ['note'], done: ['done'] },
    slots: { name: { pattern: 'my name is (\\w+)', as: 'name' } },
    rules: [
      {
        intent: 'name',
        tool: { name: 'save', input: { of: '{name}' }, afterwards: ['Hi {name}.'] },
      },
      { intent: 'ask', needs: ['name'], say: ['You are {name}.'] },
      { intent: 'ask', say: ['I do not know.'] },
      { intent: 'note', say: ['Go on.'], next: 'noting' },
      { state: 'noting', silent: true, next: 'noting' },
      {
        state: 'noting',
        intent: 'done',
        tool: { name: 'keep', input: {}, afterwards: ['Kept as {result.as}.'] },
      },
    ],
    notUnderstood: bankRules.notUnderstood,
    toolFailed: bankRules.toolFailed,
  });
  const remembering = () => new RuleDialogue(rules, seededRandom(1));

  test('use what the caller said before, in answers and for tools', () => {
    const call = remembering();
    expect(call.heard('who am i')).toEqual({ say: 'I do not know.' });
    expect(call.heard('my name is anna')).toEqual({
      tool: { name: 'save', input: { of: 'Anna' } },
    });
    expect(call.toolAnswered({ status: 'ok', result: 'Saved.' })).toBe('Hi Anna.');

    expect(call.heard('who am i')).toEqual({ say: 'You are Anna.' });
  });

  test('may listen on in silence, whatever is said, and use what a tool found', () => {
    const call = remembering();
    call.heard('note');

    const answers = [undefined, 'my name is anna', undefined].map((text) => call.heard(text));
    expect(answers).toEqual(Array(3).fill({ silent: true }));
    expect(call.heard('i am done')).toEqual({ tool: { name: 'keep', input: {} } });
    expect(call.toolAnswered({ status: 'ok', result: { as: 'number 7' } })).toBe(
      'Kept as number 7.',
    );
  });
});

describe('rules', () => {
  const problems = (rules: object[]) =>
    rulesSchema.safeParse({ ...bankRules, rules }).error?.issues.map(({ path }) => path.join('.'));

  test('name intents that exist and states that are reached, and do one thing', () => {
    expect(problems([{ intent: 'weather', say: ['Sunny.'] }])).toEqual(['rules.0.intent']);
    expect(problems([{ intent: 'yes', state: 'lost', say: ['Good.'] }])).toEqual(['rules.0.state']);
    expect(problems([{ intent: 'yes' }])).toEqual(['rules.0']);
    expect(problems([{ say: ['Well.'] }])).toEqual(['rules.0']);
    expect(problems([{ intent: 'yes', say: ['Well.'], needs: ['age'] }])).toEqual([
      'rules.0.needs',
    ]);
  });
});
