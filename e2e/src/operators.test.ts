import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { BUCKETS, deadLetterQueue, operatorActions, type OperatorRight } from '@patchbay/infra';
import {
  FLOW_PLACEHOLDERS,
  INSTANCE_ARN,
  instanceFlows,
  PLACES,
  REGION,
  startLocalCloud,
  type LocalCloud,
} from '@patchbay/local-cloud';
import { createLogger } from '@patchbay/platform';
import { createSqsSender } from '@patchbay/queue-sqs';
import { aBusMessage, anEvent } from '@patchbay/testing';
import { askedActions } from './asked-actions';

const folder = mkdtempSync(join(tmpdir(), 'patchbay-operators-'));
const inFolder = (name: string) => join(folder, name);
const outerEnv = { ...process.env };

let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({
    port: 0,
    region: REGION,
    synthesiser: { speak: async () => new Int16Array(), close: async () => undefined },
    speechModel: { open: () => ({ receive: () => undefined, close: () => undefined }) },
    contacts: { find: () => undefined, setAttributes: () => undefined, stop: () => undefined },
    flows: await instanceFlows(),
    kinesisVideo: { delayMs: 0, delivery: 'frames' },
    webhookKeys: ['a-key-of-sixteen-characters-or-more'],
    logger: createLogger('test', { level: 'silent' }),
  });
  Object.assign(process.env, cloud.env);
  await leaveDeadLetter();
});
afterAll(async () => {
  process.env = outerEnv;
  await cloud.close();
});

const leaveDeadLetter = () =>
  createSqsSender({ queueUrl: cloud.queueUrls[deadLetterQueue('transcripts')] ?? '' }).send(
    aBusMessage(anEvent.callEnded()),
  );

/** Signs with a key of the operator's own, as somebody does who has this right. */
async function patchbay(right: OperatorRight, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [PLACES.bundle('ops'), ...args], {
    env: {
      ...cloud.env,
      AWS_ACCESS_KEY_ID: `operator-${right}`,
      PROMPTS_BUCKET: BUCKETS.prompts,
      PATCHBAY_STATE_DIR: inFolder('state'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [complaint] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect({ args, status: child.exitCode, complaint }).toEqual({ args, status: 0, complaint: '' });
}

/** Nobody calls it: without it S3 answers that access is denied where a key is missing. */
const LETS_MISSING_KEYS_SHOW = 's3:ListBucket';

test('an operator who looks asks AWS for what the policy allows, and for all of it', async () => {
  const values = inFolder('values.json');
  writeFileSync(values, JSON.stringify({ 'patchbay-flows': FLOW_PLACEHOLDERS }));
  const instance = INSTANCE_ARN.split('/').at(-1) ?? '';

  await patchbay('look', 'dlq', 'ls');
  await patchbay('look', 'dlq', 'groups');
  await patchbay('look', 'dlq', 'peek', 'transcripts');
  await patchbay('look', 'dlq', 'export', 'transcripts', inFolder('looked.jsonl'));
  await patchbay('look', 'switch', 'status');
  await patchbay('look', 'flows', 'diff', '--instance', instance, '--values', values);

  const asked = (await askedActions(cloud.endpointUrl))['operator-look'] ?? [];
  expect([...asked, LETS_MISSING_KEYS_SHOW].toSorted()).toEqual(operatorActions('look'));
});

test('an operator who acts asks for no more than both policies allow, and uses all of the second', async () => {
  const backup = inFolder('backup.jsonl');

  await patchbay('act', 'dlq', 'export', 'transcripts', backup);
  await patchbay('act', 'dlq', 'replay', 'transcripts', '--yes');
  await patchbay('act', 'dlq', 'import', backup, deadLetterQueue('transcripts'));
  await patchbay('act', 'switch', 'off');
  await patchbay('act', 'switch', 'on');

  const asked = (await askedActions(cloud.endpointUrl))['operator-act'] ?? [];
  const both = [...operatorActions('look'), ...operatorActions('act')];
  const forbidden = asked.filter((action) => !both.includes(action));
  const needless = operatorActions('act').filter((action) => !asked.includes(action));
  expect({ forbidden, needless }).toEqual({ forbidden: [], needless: [] });
});
