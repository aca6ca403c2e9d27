import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { PatchbayError } from '@patchbay/platform';
import { Command } from 'commander';
import { z } from 'zod';
import { CONTROL_ROUTE, type ControlLine } from './control';
import { PLACES } from './places';
import { withCallOptions, type CallRequest } from './start-options';
import { explain, presenter, report } from './terminal';

const EXAMPLES = `
Examples:
  npm run call -- --scenario balance
  npm run call -- --say "I lost my card" --say "yes"
  npm run call -- --wav my-question.wav --json`;

class NotRunningError extends PatchbayError {
  constructor() {
    super('NotRunningError', 'No system is running here: start it with "npm start" first.', {
      retryable: false,
    });
  }
}

class CallRefusedError extends PatchbayError {
  constructor(problem: string) {
    super('CallRefusedError', problem, { retryable: false });
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = explain(error);
}

/** Places a call with the system that is running here. @returns the exit status */
async function main(argv: readonly string[]): Promise<number> {
  const command = withCallOptions(new Command('npm run call --'))
    .description('Places one more call with the system that "npm start" keeps running.')
    .option('--port <port>', 'where the system listens (default: as "npm start" noted it)')
    .option('--json', 'print the result of the call as one JSON object in the last line', false)
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .parse(argv, { from: 'user' });
  const { json, port, ...request } = command.opts<CallRequest & { json: boolean; port?: string }>();
  const show = presenter(json);
  for await (const line of place(request, port ?? runningPort())) {
    if (line.kind === 'refused') throw new CallRefusedError(line.problem);
    if (line.kind === 'report') return report(line.report, json);
    show(line);
  }
  throw new CallRefusedError('The system ended during the call.');
}

async function* place(request: CallRequest, port: string): AsyncGenerator<ControlLine> {
  const wav = request.wav && { wav: request.wav.map((file) => resolve(file)) };
  const response = await fetch(`http://127.0.0.1:${port}/${CONTROL_ROUTE}/calls`, {
    method: 'POST',
    body: JSON.stringify({ ...request, ...wav }),
  }).catch(() => {
    throw new NotRunningError();
  });
  if (!response.body) return;
  const lines = createInterface({ input: Readable.fromWeb(response.body) });
  for await (const line of lines) yield JSON.parse(line) as ControlLine;
}

function runningPort(): string {
  try {
    const running = JSON.parse(readFileSync(PLACES.running, 'utf8'));
    return String(z.object({ port: z.int() }).parse(running).port);
  } catch {
    throw new NotRunningError();
  }
}
