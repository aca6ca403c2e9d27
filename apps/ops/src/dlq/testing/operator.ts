import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnknownQueueError, type FailureLog } from '@patchbay/messaging';
import {
  createManualClock,
  createMemoryDeadLetters,
  type MemoryDeadLetters,
} from '@patchbay/testing';
import { createProgram } from '../../program';
import { runProgram } from '../../run-program';

const notAskedFor = () => {
  throw new Error('not asked for');
};

export const NOW = Date.parse('2026-01-05T12:00:00.000Z');

/** The exit status, and the fields of the JSON object. */
type Answer = Record<string, unknown> & { status: number };

/** An operator at a terminal, in front of the queues transcripts and notifications. */
export function createOperator() {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-ops-'));
  const clock = createManualClock(NOW);
  const names = ['calls', 'transcripts', 'notifications', 'contact-events'];
  const queues = new Map<string, MemoryDeadLetters>(
    names.flatMap((name) => [name, `${name}-dlq`]).map((name) => [name, createMemoryDeadLetters()]),
  );
  const queue = (name: string): MemoryDeadLetters => {
    const found = queues.get(name);
    if (!found) throw new UnknownQueueError(name);
    return found;
  };
  const errors = new Map<string, string>();
  const failures: FailureLog = {
    note: async () => undefined,
    latest: async (queue, eventId) => {
      const errorName = errors.get(`${queue} ${eventId}`);
      const facts = { eventType: 'CallEnded', attempt: 5, errorMessage: '', failedAtMs: 0 };
      return errorName === undefined ? undefined : { queue, eventId, errorName, ...facts };
    },
  };
  const printed: string[] = [];
  const complaints: string[] = [];
  let interruption = new AbortController();

  async function run(...argv: string[]): Promise<number> {
    const connect = {
      forSwitch: notAskedFor,
      forFlows: notAskedFor,
      forNumbers: notAskedFor,
      forDlq: () => ({
        openDeadLetters: async (name: string) => queue(name),
        openSender: async (name: string) => queue(name),
        failures,
        clock,
        stateDir: join(folder, 'state'),
        interrupted: interruption.signal,
      }),
    };
    const program = createProgram(connect, { line: (line) => printed.push(line) });
    for (const command of [program, ...program.commands.flatMap((c) => [c, ...c.commands])]) {
      command.configureOutput({
        writeOut: (text) => void printed.push(text),
        writeErr: (text) => void complaints.push(text),
      });
    }
    return runProgram(program, ['dlq', ...argv], (line) => void complaints.push(line));
  }

  return {
    folder,
    clock,
    queue,
    /** The failure log: error names by `<queue> <eventId>`. */
    errors,
    printed,
    complaints,
    run,
    /** Runs with --json. @returns the exit status and what the last line says */
    async json(...argv: string[]): Promise<Answer> {
      printed.length = 0;
      const status = await run(...argv, '--json');
      return { status, ...JSON.parse(printed.at(-1) ?? '{}') };
    },
    interrupt: () => interruption.abort(),
    comeBack: () => (interruption = new AbortController()),
    file: (path: string) => readFileSync(path, 'utf8'),
    modeOf: (path: string) => statSync(path).mode & 0o777,
  };
}

export type Operator = ReturnType<typeof createOperator>;
