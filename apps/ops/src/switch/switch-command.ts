import { readSwitches } from '@patchbay/bot-switch-object-store';
import type { BotSwitches, SwitchPosition } from '@patchbay/contracts';
import type { Command } from 'commander';
import { describeSwitches } from './describe-switches';
import { turnSwitch, type SwitchDependencies } from './turn-switch';

const EXAMPLES = `
Examples:
  patchbay switch off                    every new call goes straight to humans
  patchbay switch off --agent bank-demo  the same for one agent
  patchbay switch on                     the bot takes calls again
  patchbay switch status --json          what is off, as JSON`;

const POSITIONS: Readonly<Record<SwitchPosition, string>> = {
  off: 'sends new calls straight to humans within 2 seconds',
  on: 'lets the bot take new calls again',
};

/** `patchbay switch status|off|on` */
export function addSwitchCommand(
  program: Command,
  connect: () => SwitchDependencies,
  print: (line: string) => void,
): void {
  const show = (switches: BotSwitches, json: boolean | undefined) =>
    (json ? [JSON.stringify(switches)] : describeSwitches(switches)).forEach(print);
  const group = program
    .command('switch')
    .description('Says whether the bot takes new calls; calls under way are not touched.')
    .addHelpText('after', EXAMPLES);
  group
    .command('status')
    .description('shows what is off')
    .option('--json', 'print one JSON object')
    .action(async ({ json }) => show(await readSwitches(connect().prompts), json));
  for (const [position, description] of Object.entries(POSITIONS)) {
    group
      .command(position)
      .description(description)
      .option('--agent <agentId>', 'this agent alone')
      .option('--json', 'print one JSON object')
      .action(async ({ agent, json }) => {
        const change = { position: position as SwitchPosition, agentId: agent };
        show(await turnSwitch(change, connect()), json);
      });
  }
}
