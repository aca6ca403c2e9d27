import { Command } from 'commander';
import { addSwitchCommand } from './switch/switch-command';
import type { SwitchDependencies } from './switch/turn-switch';

/** The whole `patchbay` command; `connect` is called by those subcommands that need AWS. */
export function createProgram(
  connect: () => SwitchDependencies,
  print: (line: string) => void,
): Command {
  const program = new Command('patchbay')
    .description('What operators of the voice bot do by hand.')
    .showHelpAfterError('(--help shows examples)')
    .exitOverride();
  addSwitchCommand(program, connect, print);
  return program;
}
