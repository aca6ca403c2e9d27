import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';
import { aCallRecord } from '@patchbay/testing';
import type { Benchmark } from '../benchmark';
import { median, ROUNDS } from '../cpu-time';
import type { FirstInvocation } from './first-invocation';
import { lambdaFunctions, type LambdaFunction } from './functions';
import { startStubAws } from './stub-aws';
import { startStubBridge } from './stub-bridge';

const FIRST_INVOCATION = 'dist/bench/first-invocation.mjs';

const run = promisify(execFile);

/**
 * What a cold start costs: the size of each Lambda bundle, and in a fresh process each time (the
 * median of seven, after one to warm up the disk) how long loading it and answering once take.
 * AWS and the bridge answer at once.
 */
export const coldStartBenchmark: Benchmark = async () => {
  execFileSync(process.execPath, ['scripts/build-app.mjs', 'apps/connect-lambdas']);
  const bridge = await startStubBridge();
  const aws = await startStubAws(aCallRecord({ owner: bridge.owner, epoch: 1 }));
  try {
    const environment = environmentOf(aws.endpointUrl);
    const figures: Record<string, Record<string, number>> = {};
    for (const lambda of lambdaFunctions()) {
      figures[lambda.name] = await measure(lambda, environment);
    }
    return { figures, table: figures };
  } finally {
    await Promise.all([aws.close(), bridge.close()]);
  }
};

async function measure(lambda: LambdaFunction, environment: Record<string, string>) {
  const rounds: FirstInvocation[] = [];
  for (let round = 0; round <= ROUNDS; round++) rounds.push(await invokeOnce(lambda, environment));
  const measured = rounds.slice(1);
  return {
    bundle_kb: rounded(statSync(lambda.bundle).size / 1024),
    first_invocation_ms: rounded(median(measured.map((round) => round.firstInvocationMs))),
    rss_mb: rounded(median(measured.map(({ rssMb }) => rssMb))),
  };
}

/** @throws when the function fails: a figure of a failure would be none */
async function invokeOnce(
  { bundle, firstEvent }: LambdaFunction,
  env: Record<string, string>,
): Promise<FirstInvocation> {
  const args = [FIRST_INVOCATION, bundle, JSON.stringify(firstEvent)];
  const { stdout } = await run(process.execPath, args, { env });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as FirstInvocation;
}

const environmentOf = (endpointUrl: string) => ({
  AWS_ENDPOINT_URL: endpointUrl,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  CALLS_TABLE: 'patchbay-calls',
  CALLS_QUEUE_URL: `${endpointUrl}/000000000000/calls`,
  PROMPTS_BUCKET: 'patchbay-prompts',
  AGENTS_DIR: 'agents',
  BRIDGE_KEYS: randomBytes(24).toString('hex'),
  DEFAULT_QUEUE_ARN: 'arn:aws:connect:us-east-1:123456789012:instance/1/queue/1',
  LOG_LEVEL: 'error',
});

const rounded = (value: number) => Math.round(value * 10) / 10;
