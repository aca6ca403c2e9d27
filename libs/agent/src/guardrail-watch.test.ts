import { GuardrailWatch } from './guardrail-watch';
import { agentFile, agentFolder } from './testing/agent-folder';
import { parseAgent } from './files/parse-agent';

function watch(guardrails: object) {
  const phrases = { ending: 'Goodbye.', transferring: 'A colleague.' };
  const file = { ...agentFile, phrases, guardrails };
  const { agent } = parseAgent('bank', agentFolder({ 'agent.json': file }));
  if (!agent) throw new Error('the agent is not usable');
  return new GuardrailWatch(agent);
}

const polite = { words: ['numbskull', 'go to hell', 'a.b*c'], warning: 'Please.', attempts: 2 };

describe('inappropriate language', () => {
  test('is warned of as often as the agent says, then the call ends', () => {
    const guard = watch({ inappropriateLanguage: polite });

    const steps = Array.from({ length: 3 }, () => guard.hear('You numbskull!'));

    const warning = { kind: 'warn', say: 'Please.' };
    const end = { kind: 'end', say: 'Goodbye.', reason: 'inappropriate_language' };
    expect(steps).toEqual([warning, warning, end]);
  });

  test('may end with a human', () => {
    const guard = watch({ inappropriateLanguage: { ...polite, attempts: 0, then: 'transfer' } });

    expect(guard.hear('GO TO HELL')).toMatchObject({ kind: 'transfer', say: 'A colleague.' });
  });

  test.each(['good morning', 'numbskulls are birds', 'a hello to Hell, go to it'])(
    'is whole words: not %p',
    (text) => {
      expect(watch({ inappropriateLanguage: polite }).hear(text)).toBeUndefined();
    },
  );

  test('is nobody’s affair when the agent says nothing of it', () => {
    expect(watch({}).hear('You numbskull! Shit!')).toBeUndefined();
  });

  test('has words of ours where the agent gives none', () => {
    expect(watch({ inappropriateLanguage: {} }).hear('Oh shit.')).toMatchObject({ kind: 'warn' });
  });
});

test('a rule of the agent comes first, by its own name', () => {
  const rules = [{ name: 'legal_threat', pattern: '\\bmy (lawyer|attorney)\\b', then: 'transfer' }];
  const guard = watch({ inappropriateLanguage: polite, rules });

  expect(guard.hear('My Lawyer will call you, numbskull')).toEqual({
    kind: 'transfer',
    reason: 'legal_threat',
    say: 'A colleague.',
  });
  expect(guard.hear('a lawyer')).toBeUndefined();
});
