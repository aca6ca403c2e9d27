import { createFolderSource } from '@patchbay/agent-catalog-folder';
import { createS3Source, isS3Url } from '@patchbay/agent-catalog-s3';
import {
  createSqsBatchSender,
  createSqsDeadLetterQueue,
  findQueueUrl,
} from '@patchbay/dead-letters-sqs';
import { createDynamoFailureLog } from '@patchbay/failure-log-dynamodb';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import { systemClock } from '@patchbay/platform';
import { environmentNames } from './dlq/environment-names';
import { readDlqConfig, readSwitchConfig } from './config';
import { connectFlows, connectNumbers } from './flows/connect-flows';
import { createProgram } from './program';
import { runProgram } from './run-program';
import { createOutput } from './terminal';

function connectSwitch() {
  const config = readSwitchConfig();
  const { AGENTS_DIR: place } = config;
  const agents = isS3Url(place) ? createS3Source(place) : createFolderSource(place);
  return {
    prompts: createS3ObjectStore({ bucket: config.PROMPTS_BUCKET }),
    agentIds: async () => [...(await agents.versions()).keys()],
    clock: systemClock,
  };
}

function connectDlq() {
  const config = readDlqConfig();
  const names = environmentNames(config.PATCHBAY_PREFIX);
  const failures = createDynamoFailureLog({ tableName: names.failuresTable });
  const urlOf = (queue: string) => findQueueUrl(names.queue(queue));
  return {
    openDeadLetters: async (name: string) =>
      createSqsDeadLetterQueue({ queueUrl: await urlOf(name) }),
    openSender: async (name: string) => createSqsBatchSender({ queueUrl: await urlOf(name) }),
    failures: {
      note: failures.note,
      latest: (queue: string, eventId: string) => failures.latest(names.queue(queue), eventId),
    },
    clock: systemClock,
    stateDir: config.PATCHBAY_STATE_DIR,
    interrupted: interruptedByOperator(),
  };
}

/** The first interrupt ends the command in good order, a second one at once. */
function interruptedByOperator(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interrupted.abort());
  }
  return interrupted.signal;
}

const connect = {
  forSwitch: connectSwitch,
  forDlq: connectDlq,
  forFlows: connectFlows,
  forNumbers: connectNumbers,
};
const program = createProgram(connect, createOutput(process.stdout, process.stderr));
process.exitCode = await runProgram(program, process.argv.slice(2), (line) =>
  process.stderr.write(`${line}\n`),
);
