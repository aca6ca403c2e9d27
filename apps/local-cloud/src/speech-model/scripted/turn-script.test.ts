import { TurnScriptDialogue, type TurnScript } from './turn-script';

const script: TurnScript = {
  turns: 4,
  toolTurns: [2],
  tool: 'note_turn',
  ending: { name: 'end_call', input: { reason: 'caller_done' } },
};
const ending = { tool: script.ending };

test('answers, uses its tool, and ends the call, each in its turn', () => {
  const dialogue = new TurnScriptDialogue(script, 7);

  expect(dialogue.heard('(speech)')).toEqual({
    say: 'Session 7 answers turn one. That was turn one of this call.',
  });
  expect(dialogue.heard('(speech)')).toEqual({ tool: { name: 'note_turn', input: { turn: 2 } } });
  expect(dialogue.toolAnswered()).toMatch(/turn two/);
  expect(dialogue.heard('(speech)')).toHaveProperty('say');
  expect(dialogue.heard('(speech)')).toEqual(ending);
  expect(dialogue.toolAnswered()).toBe('Goodbye now.');
});

test.each([
  ['as many messages', ['(speech)', '(speech)']],
  ['one message', ['(speech) (speech)']],
  ['words that a client read out', ['(speech)', 'speech']],
])('counts the turns that a history tells of as %s', (_, history) => {
  const dialogue = new TurnScriptDialogue(script, 1);
  for (const text of history) dialogue.heard(text);

  expect(dialogue.heard('(speech)')).toEqual({ say: expect.stringMatching(/turn three/) });
});

test('words that no caller said are no turn', () => {
  const dialogue = new TurnScriptDialogue(script, 1);
  dialogue.heard('(speech)');

  expect(dialogue.heard('the outcome of your tool is unknown')).toEqual({
    say: expect.stringMatching(/turn one/),
  });
});

test('says what is left of an answer that another session began, and nothing after its end', () => {
  const dialogue = new TurnScriptDialogue(script, 2);
  dialogue.heard('(speech)');
  const ending = 'That was turn one of this call.';

  expect(dialogue.rest('Session 1 answers turn one.')).toBe(ending);
  expect(dialogue.rest(`Session 1 answers turn one. ${ending}`)).toBe('');
});
