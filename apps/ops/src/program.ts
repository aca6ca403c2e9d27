import { Command } from 'commander';
import { addDlqCommand } from './dlq/dlq-command';
import type { DlqDependencies, Output } from './dlq/dlq-dependencies';
import type { AnswerDependencies } from './flows/answer-number';
import type { FlowsDependencies } from './flows/compare-flows';
import { addFlowsCommand } from './flows/flows-command';
import { addSwitchCommand } from './switch/switch-command';
import type { SwitchDependencies } from './switch/turn-switch';

/** Called by those subcommands that need AWS: help needs no settings. */
export interface Connections {
  readonly forSwitch: () => SwitchDependencies;
  readonly forDlq: () => DlqDependencies;
  readonly forFlows: (instanceId: string, folder: string) => FlowsDependencies;
  readonly forNumbers: (instanceId: string) => AnswerDependencies;
}

/** The whole `patchbay` command. */
export function createProgram(connect: Connections, output: Output): Command {
  const program = new Command('patchbay')
    .description('What operators of the voice bot do by hand.')
    .showHelpAfterError('(--help shows examples)')
    .exitOverride();
  addSwitchCommand(program, connect.forSwitch, output.line);
  addDlqCommand(program, connect.forDlq, output);
  addFlowsCommand(program, connect, output.line);
  return program;
}
