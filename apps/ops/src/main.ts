import { createFolderSource } from '@patchbay/agent-catalog-folder';
import { createS3Source, isS3Url } from '@patchbay/agent-catalog-s3';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import { systemClock } from '@patchbay/platform';
import { readConfig } from './config';
import { connectFlows } from './flows/connect-flows';
import { addFlowsCommand } from './flows/flows-command';
import { createProgram } from './program';
import { runProgram } from './run-program';

/** Only when a command needs it: help needs no settings. */
function connectToAws() {
  const config = readConfig();
  const { AGENTS_DIR: place } = config;
  const agents = isS3Url(place) ? createS3Source(place) : createFolderSource(place);
  return {
    prompts: createS3ObjectStore({ bucket: config.PROMPTS_BUCKET }),
    agentIds: async () => [...(await agents.versions()).keys()],
    clock: systemClock,
  };
}

const print = (line: string) => void process.stdout.write(`${line}\n`);
const program = createProgram(connectToAws, print);
addFlowsCommand(program, connectFlows, print);
process.exitCode = await runProgram(program, process.argv.slice(2), (line) =>
  process.stderr.write(`${line}\n`),
);
