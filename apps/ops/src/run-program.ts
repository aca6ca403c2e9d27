import { UnknownAgentError } from '@patchbay/agent';
import { ConfigError } from '@patchbay/platform';
import { CommanderError, type Command } from 'commander';
import { BadInputError } from './errors';

/** It could not be done, such as when AWS refuses. */
const FAILED = 1;
/** Arguments or settings that cannot be used. */
const BAD_INPUT = 2;

/** @returns the exit status; what went wrong is told in the error's own words */
export async function runProgram(
  program: Command,
  argv: readonly string[],
  complain: (line: string) => void,
): Promise<number> {
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said itself what is wrong; after help its exit code is 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_INPUT;
    complain(error instanceof Error ? error.message : String(error));
    return isBadInput(error) ? BAD_INPUT : FAILED;
  }
}

const BAD_INPUTS = [ConfigError, UnknownAgentError, BadInputError];
const isBadInput = (error: unknown) => BAD_INPUTS.some((kind) => error instanceof kind);
