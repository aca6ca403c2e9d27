import { flowProblems } from './flow-problems';

const HANG_UP = {
  Identifier: 'bye',
  Type: 'DisconnectParticipant',
  Parameters: {},
  Transitions: {} as object,
};
const toBye = { NextAction: 'bye', Errors: [{ NextAction: 'bye', ErrorType: 'NoMatchingError' }] };
const PLAY = {
  Identifier: 'hello',
  Type: 'MessageParticipant',
  Parameters: { Text: 'Hello' } as object,
  Transitions: toBye as object,
};

const problemsOf = (...actions: object[]) =>
  flowProblems(
    JSON.stringify({ Version: '2019-10-30', StartAction: 'hello', Actions: [...actions, HANG_UP] }),
  );

test('a sound flow has none, placeholders and references included', () => {
  expect(problemsOf({ ...PLAY, Parameters: { Text: '$.External.text ${Arn}' } })).toEqual([]);
});

test.each<[string, object, string | RegExp]>([
  ['a number', { Parameters: { Text: 5 } }, /Parameters.Text: must be a string/],
  ['a boolean', { Parameters: { Text: 'a', Loud: true } }, /Parameters.Loud: must be a string/],
  ['an empty string', { Parameters: { Text: '' } }, /Parameters.Text: must not be empty/],
  ['two prompts', { Parameters: { Text: 'a', SSML: 'b' } }, /exactly one of Text/],
  ['an unknown type', { Type: 'CreateTask' }, /is of a type that these flows do not use/],
  [
    'an error branch too few',
    { Transitions: { NextAction: 'bye' } },
    /NoMatchingError is not wired/,
  ],
  [
    'an error branch too many',
    {
      Transitions: {
        ...toBye,
        Errors: [...toBye.Errors, { NextAction: 'bye', ErrorType: 'Busy' }],
      },
    },
    /error branch Busy is not known/,
  ],
  ['no next action', { Transitions: { Errors: toBye.Errors } }, /NextAction is missing/],
  [
    'a way to nowhere',
    { Transitions: { ...toBye, NextAction: 'gone' } },
    /no action gone to go to/,
  ],
  ['a long name', { Identifier: 'x'.repeat(51) }, /at most 50 characters/],
  ['a name with a slash', { Identifier: 'a/b' }, /at most 50 characters/],
  ['a name that is taken', { Identifier: 'bye' }, 'two actions are called bye'],
  [
    'conditions of a prompt',
    {
      Transitions: {
        ...toBye,
        Conditions: [{ NextAction: 'bye', Condition: { Operator: 'Equals', Operands: ['1'] } }],
      },
    },
    /takes no conditions/,
  ],
])('%s is found', (_, change, problem) => {
  expect(problemsOf({ ...PLAY, ...change })).toContainEqual(
    typeof problem === 'string' ? problem : expect.stringMatching(problem),
  );
});

test('an action to which no way leads is found', () => {
  expect(problemsOf(PLAY, { ...PLAY, Identifier: 'island' })).toEqual([
    'island: no way leads there',
  ]);
});

test('a comparison that goes elsewhere than its own fallback is found', () => {
  const compare = {
    ...PLAY,
    Type: 'Compare',
    Parameters: { ComparisonValue: '$.External.intent' },
    Transitions: {
      NextAction: 'bye',
      Errors: [{ NextAction: 'hello', ErrorType: 'NoMatchingCondition' }],
    },
  };

  expect(problemsOf(compare)).toEqual([
    'hello (Compare): NextAction must be where NoMatchingCondition goes',
  ]);
});

test('more than 250 actions are too many, and what is no JSON is no flow', () => {
  const many = Array.from({ length: 250 }, (_, i) => ({ ...PLAY, Identifier: `hello ${i}` }));

  expect(problemsOf(...many)).toEqual(['Actions: a flow has at most 250 actions']);
  expect(flowProblems('{')).not.toEqual([]);
});
