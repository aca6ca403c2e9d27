import { connectLambdaEventSchema } from '@patchbay/contracts';
import { answered, failed, FakeLambdas } from '../testing/fake-services';
import { testCall, type TestCall } from '../testing/test-call';
import { DONE, FAILED } from './action';
import { invokeLambdaFunction } from './invoke-lambda';

const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:process-bot-turn';

const invoke = (call: TestCall, attributes: Record<string, string> = {}, limitS = '8') =>
  call.time.run(
    invokeLambdaFunction.run(
      {
        LambdaFunctionARN: FUNCTION,
        InvocationTimeLimitSeconds: limitS,
        InvocationType: 'SYNCHRONOUS',
        LambdaInvocationAttributes: attributes,
        ResponseValidation: { ResponseType: 'STRING_MAP' },
      },
      call,
    ),
  );

test('the answer takes the place of the one before, whole', async () => {
  const lambdas = new FakeLambdas([answered({ cursor: '2', intent: 'listen' })]);
  const call = testCall({ lambdas });
  call.contact.external = { cursor: '1', responseAudioUrl: 'old' };

  const result = await invoke(call);

  expect(result).toEqual(DONE);
  expect(call.contact.external).toEqual({ cursor: '2', intent: 'listen' });
});

test('the function gets a real event, after the delay of an invocation', async () => {
  const lambdas = new FakeLambdas([answered({})]);
  const call = testCall({ lambdas });
  call.contact.media = { streamArn: 'arn:stream', startTimestampMs: 1_800_000_000_064 };
  call.contact.attributes.set('agentId', 'bank-demo');

  await invoke(call, { cursor: '3', agentId: '' });

  const event = connectLambdaEventSchema.parse(lambdas.invocations[0]?.event);
  expect(lambdas.invocations[0]?.functionArn).toBe(FUNCTION);
  expect(event.Details.Parameters).toEqual({ cursor: '3', agentId: '' });
  expect(event.Details.ContactData).toMatchObject({
    ContactId: call.contact.contactId,
    Attributes: { agentId: 'bank-demo' },
    SystemEndpoint: { Address: '+12025550100' },
    MediaStreams: {
      Customer: { Audio: { StreamARN: 'arn:stream', StartTimestamp: '1800000000064' } },
    },
  });
  expect(call.elapsedMs()).toBe(120);
});

test('before streaming starts, the event has no stream', async () => {
  const lambdas = new FakeLambdas([answered({})]);
  await invoke(testCall({ lambdas }));

  const event = connectLambdaEventSchema.parse(lambdas.invocations[0]?.event);
  expect(event.Details.ContactData.MediaStreams?.Customer?.Audio?.StreamARN).toBeUndefined();
});

test('a failed invocation is tried twice more with the same event', async () => {
  const lambdas = new FakeLambdas([failed, failed, answered({ intent: 'listen' })]);
  const call = testCall({ lambdas });

  const result = await invoke(call, { cursor: '3' });

  expect(result).toEqual(DONE);
  expect(lambdas.invocations).toHaveLength(3);
  expect(lambdas.invocations[2]?.event).toEqual(lambdas.invocations[0]?.event);
});

test('the third failure takes the error branch and leaves the answer before', async () => {
  const lambdas = new FakeLambdas([failed, failed, failed, answered({})]);
  const call = testCall({ lambdas });
  call.contact.external = { cursor: '1' };

  const result = await invoke(call);

  expect(result).toEqual(FAILED);
  expect(lambdas.invocations).toHaveLength(3);
  expect(call.contact.external).toEqual({ cursor: '1' });
});

test('all attempts together stay within the time limit', async () => {
  const call = testCall();
  const lambdas = new FakeLambdas(
    Array.from({ length: 3 }, () => async () => {
      await call.line.pause(1500);
      return failed;
    }),
  );

  const result = await call.time.run(
    invokeLambdaFunction.run(
      {
        LambdaFunctionARN: FUNCTION,
        InvocationTimeLimitSeconds: '2',
        InvocationType: 'SYNCHRONOUS',
        ResponseValidation: { ResponseType: 'STRING_MAP' },
      },
      { ...call, services: { ...call.services, lambdas } },
    ),
  );

  expect(result).toEqual(FAILED);
  expect(lambdas.invocations.map(({ timeoutMs }) => timeoutMs)).toEqual([1880, 260]);
});

test.each([
  [['a list'], 'not a flat map of strings'],
  [{ cursor: 3 }, 'not a flat map of strings'],
  [{ nested: {} }, 'not a flat map of strings'],
  [null, 'not a flat map of strings'],
  [{ summary: 'x'.repeat(33_000) }, '32 KB or more'],
])('an answer that Connect cannot read takes the error branch: %j', async (payload, problem) => {
  const call = testCall({ lambdas: new FakeLambdas([answered(payload)]) });

  const result = await invoke(call);

  expect(result).toEqual(FAILED);
  expect(call.problems[0]).toContain(problem);
});

test('time that functions took counts until something is played', async () => {
  const call = testCall();
  const slow = async () => {
    await call.line.pause(7000);
    return answered({});
  };
  const lambdas = new FakeLambdas([slow, slow, slow]);
  const services = { ...call.services, lambdas };

  for (let i = 0; i < 3; i += 1) await invoke({ ...call, services });

  expect(lambdas.invocations.map(({ timeoutMs }) => timeoutMs)).toEqual([7880, 7880, 5640]);
});

test('nothing is invoked once the caller has hung up', async () => {
  const lambdas = new FakeLambdas();
  const call = testCall({ lambdas });
  call.line.hangUp();

  await invoke(call);

  expect(lambdas.invocations).toHaveLength(0);
});

test('functions in a row get 20 s together, until something is played', async () => {
  const lambdas = new FakeLambdas([answered({}), answered({})]);
  const call = testCall({ lambdas });
  call.contact.lambdaMsSincePrompt = 17_000;
  await invoke(call);
  call.contact.lambdaMsSincePrompt = 20_000;

  const result = await invoke(call);

  expect(result).toEqual(FAILED);
  expect(lambdas.invocations.map(({ timeoutMs }) => timeoutMs)).toEqual([2880]);
});

test('a time limit beyond 8 s is refused', () => {
  const problems = invokeLambdaFunction.problemsOf({
    LambdaFunctionARN: FUNCTION,
    InvocationTimeLimitSeconds: '9',
    InvocationType: 'SYNCHRONOUS',
    ResponseValidation: { ResponseType: 'STRING_MAP' },
  });

  expect(problems).toEqual(['InvocationTimeLimitSeconds: must be 1 to 8 seconds']);
});
