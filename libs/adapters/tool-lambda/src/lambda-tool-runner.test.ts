import {
  LambdaServiceException,
  type InvokeCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import type { ToolCall } from '@patchbay/agent';
import { toolRequestSchema } from '@patchbay/contracts';
import { AGENT_ID, CONTACT_ID } from '@patchbay/testing';
import { createLambdaToolRunner } from './lambda-tool-runner';

const call: ToolCall<'lambda'> = {
  contactId: CONTACT_ID,
  agentId: AGENT_ID,
  toolUseId: 'use-1',
  name: 'find_order',
  input: { order: 'A 17' },
  handler: { kind: 'lambda', functionName: 'find-order', timeoutMs: 5000, attempts: 2 },
};

type Answer = (signal: AbortSignal) => unknown;
const payload =
  (text: string, facts: object = {}) =>
  () => ({
    ...facts,
    Payload: new TextEncoder().encode(text),
  });
const fails = (httpStatusCode: number) => () => {
  throw new LambdaServiceException({
    name: 'Exception',
    $fault: 'server',
    $metadata: { httpStatusCode },
  });
};

/** Runs the call against a Lambda service that answers so, one by one. */
function run(answers: Answer[], handler: Partial<ToolCall<'lambda'>['handler']> = {}) {
  const inputs: InvokeCommand['input'][] = [];
  const client = {
    send: async (command: InvokeCommand, { abortSignal }: { abortSignal: AbortSignal }) => {
      inputs.push(command.input);
      return answers.shift()?.(abortSignal);
    },
  } as unknown as LambdaClient;
  const running = createLambdaToolRunner(client).run(
    { ...call, handler: { ...call.handler, ...handler } },
    new AbortController().signal,
  );
  return { running, inputs };
}

describe('a tool that is a Lambda function', () => {
  test('is invoked with the request, and what it returns is the answer', async () => {
    const { running, inputs } = run([payload('{"status":"shipped"}')]);

    expect(await running).toEqual({ status: 'shipped' });
    expect(inputs).toMatchObject([{ FunctionName: 'find-order' }]);
    const event = JSON.parse(new TextDecoder().decode(inputs[0]?.Payload as Uint8Array));
    expect(toolRequestSchema.parse(event)).toMatchObject({
      idempotencyKey: `${CONTACT_ID}:use-1`,
      input: { order: 'A 17' },
    });
  });

  test.each<[string, Answer]>([
    ['is throttled', fails(429)],
    ['cannot be reached', fails(503)],
    ['threw', payload('{"errorMessage":"4711"}', { FunctionError: 'Unhandled' })],
  ])('is invoked again when it %s', async (_, trouble) => {
    const { running, inputs } = run([trouble, payload('{}')]);

    expect(await running).toEqual({});
    expect(inputs).toHaveLength(2);
  });

  test.each<[string, Answer]>([
    ['refused', fails(404)],
    ['unusable-answer', payload('not json 4711')],
    ['unusable-answer', payload(JSON.stringify('4711'.repeat(10_000)))],
    ['unusable-answer', () => ({})],
  ])('is not invoked again when it is %s', async (failure, answer) => {
    const { running, inputs } = run([answer, payload('{}')]);

    const error = await running.catch((reason: unknown) => reason);

    expect(error).toMatchObject({ name: 'ToolFailedError', failure });
    expect(String(error)).not.toContain('4711');
    expect(inputs).toHaveLength(1);
  });

  test('that takes too long is a timeout', async () => {
    const never: Answer = (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

    await expect(run([never], { timeoutMs: 20, attempts: 1 }).running).rejects.toMatchObject({
      failure: 'timeout',
    });
  });
});
