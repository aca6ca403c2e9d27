import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import { startFront, type Front } from '../front/front';
import { createAgentFunctions } from './agent-functions';
import { createLambdaApi } from './lambda-api';

function agentsWith(functions: unknown): string {
  const agentsDir = mkdtempSync(join(tmpdir(), 'patchbay-'));
  const folder = join(agentsDir, 'bank', 'local-model');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(agentsDir, 'other'));
  writeFileSync(join(folder, 'functions.json'), JSON.stringify(functions));
  return agentsDir;
}

const FUNCTIONS = {
  'verify-pin': [
    { input: { pin: '1234' }, answer: { verified: true } },
    { answer: { verified: false } },
  ],
  'no-answer': [{ input: { never: true }, answer: 1 }],
};

let front: Front;
let lambda: LambdaClient;
beforeAll(async () => {
  const services = [createLambdaApi(createAgentFunctions(agentsWith(FUNCTIONS)))];
  front = await startFront({ port: 0, logger: createLogger('test', { level: 'error' }), services });
  lambda = new LambdaClient(clientConfig(`http://127.0.0.1:${front.port}`, 'us-east-1'));
});
afterAll(async () => {
  lambda.destroy();
  await front.close();
});

async function invoke(FunctionName: string, event: unknown) {
  const command = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) });
  const { FunctionError, Payload } = await lambda.send(command);
  return { FunctionError, answer: JSON.parse(Buffer.from(Payload ?? []).toString()) };
}

test.each([
  [{ pin: '1234', account: 1 }, { verified: true }],
  [{ pin: '4321' }, { verified: false }],
])('a function answers by its first case that fits: %j', async (input, answer) => {
  expect(await invoke('verify-pin', { input })).toEqual({ FunctionError: undefined, answer });
});

test('a function without a fitting case answers nothing', async () => {
  expect(await invoke('no-answer', { input: {} })).toMatchObject({ answer: null });
});

test('an unknown function and an operation that is not emulated are refused', async () => {
  await expect(invoke('nobody', { input: {} })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(lambda.send(new ListFunctionsCommand())).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
  });
});

test('a broken file is named', () => {
  expect(() => createAgentFunctions(agentsWith({ 'verify-pin': [] }))).toThrow(
    /InvalidFunctionsError|functions\.json is not usable/,
  );
});
