import { join } from 'node:path';
import { FlowRefusedError } from './flow-errors';
import { loadFlow, parseFlow } from './load-flow';

const WORKSPACE = join(import.meta.dirname, '../../../../..');

const HANG_UP = {
  Identifier: 'bye',
  Type: 'DisconnectParticipant',
  Parameters: {},
  Transitions: {},
};

const PLAY = {
  Identifier: 'hello',
  Type: 'MessageParticipant',
  Parameters: { Text: 'Hello' } as object,
  Transitions: {
    NextAction: 'bye',
    Errors: [{ NextAction: 'bye', ErrorType: 'NoMatchingError' }],
  } as object,
};

const flowOf = (...actions: object[]) =>
  JSON.stringify({ Version: '2019-10-30', StartAction: 'hello', Actions: [...actions, HANG_UP] });

const problemsOf = (content: string): readonly string[] => {
  try {
    parseFlow('test', content, {});
    return [];
  } catch (error) {
    if (error instanceof FlowRefusedError) return error.problems;
    throw error;
  }
};

test('the committed inbound flow can be run, once its placeholders have values', async () => {
  const flow = await loadFlow(join(WORKSPACE, 'contact-flows/inbound.flow.json'), {
    StartBotSessionFnArn: 'arn:start',
    ProcessBotTurnFnArn: 'arn:turn',
    HumanQueueArn: 'arn:queue',
    QueueFlowArn: 'arn:flow/queue',
    AgentWhisperFlowArn: 'arn:flow/agent-whisper',
    DisconnectFlowArn: 'arn:flow/disconnect',
  });

  expect(flow.actions.get('ask')?.action.Parameters['LambdaFunctionARN']).toBe('arn:turn');
});

test('every placeholder without a value is named', () => {
  const content = flowOf({ ...PLAY, Parameters: { Text: '${First} ${Second}' } });

  expect(problemsOf(content)).toEqual([
    'placeholder First has no value',
    'placeholder Second has no value',
  ]);
});

test('a sound flow is taken', () => {
  expect(problemsOf(flowOf(PLAY))).toEqual([]);
});

test.each([
  [{ ...PLAY, Type: 'CreateTask' }, 'hello (CreateTask): action type CreateTask is not simulated'],
  [
    { ...PLAY, Parameters: { Text: 5 } },
    'hello (MessageParticipant): Parameters.Text: must be a string',
  ],
  [
    { ...PLAY, Parameters: { Text: '' } },
    'hello (MessageParticipant): Parameters.Text: must not be empty',
  ],
  [{ ...PLAY, Parameters: { PromptId: 'p' } }, expect.stringContaining('exactly one of Media')],
  [{ ...PLAY, Parameters: { SSML: '<speak><p>x</p></speak>' } }, expect.stringContaining('SSML')],
  [
    { ...PLAY, Parameters: { Text: '$.Lex.Intent' } },
    'hello (MessageParticipant): Parameters.Text: reference $.Lex.Intent cannot be resolved',
  ],
  [
    { ...PLAY, Transitions: { NextAction: 'bye' } },
    'hello (MessageParticipant): error branch NoMatchingError is missing',
  ],
  [
    { ...PLAY, Transitions: { Errors: [{ NextAction: 'bye', ErrorType: 'NoMatchingError' }] } },
    'hello (MessageParticipant): NextAction is missing',
  ],
  [
    {
      ...PLAY,
      Transitions: {
        NextAction: 'gone',
        Errors: [
          { NextAction: 'bye', ErrorType: 'NoMatchingError' },
          { NextAction: 'bye', ErrorType: 'QueueAtCapacity' },
        ],
      },
    },
    'hello (MessageParticipant): there is no action gone to go to',
  ],
  [{ ...PLAY, Identifier: 'bye' }, 'two actions are called bye'],
  [{ ...PLAY, Identifier: 'a/b' }, expect.stringContaining('at most 50 characters')],
  [{ ...PLAY, Identifier: 'x'.repeat(51) }, expect.stringContaining('at most 50 characters')],
])('what cannot be run is refused by action and parameter: %j', (action, problem) => {
  expect(problemsOf(flowOf(action))).toContainEqual(problem);
});

test('a comparison must go on where no condition matches', () => {
  const compare = {
    Identifier: 'hello',
    Type: 'Compare',
    Parameters: { ComparisonValue: '$.External.intent' },
    Transitions: {
      NextAction: 'bye',
      Errors: [{ NextAction: 'hello', ErrorType: 'NoMatchingCondition' }],
    },
  };

  expect(problemsOf(flowOf(compare))).toEqual([
    'hello (Compare): NextAction must be where NoMatchingCondition goes',
  ]);
});

test('a flow of more than 250 actions is refused', () => {
  const actions = Array.from({ length: 250 }, (_, i) => ({ ...PLAY, Identifier: `hello ${i}` }));

  expect(problemsOf(flowOf(...actions))).toEqual(['Actions: a flow has at most 250 actions']);
});

test('what is no flow is refused', () => {
  expect(problemsOf('{')).toEqual(['it is not JSON']);
  expect(problemsOf('{"Version": "2012-01-01"}')[0]).toContain('Version');
});
