import type { BotSwitches } from '@patchbay/contracts';

/** What holds, for people, line by line. */
export function describeSwitches({ all, agents, changedAt }: BotSwitches): string[] {
  const off = Object.keys(agents).filter((id) => agents[id] === 'off');
  return [
    all === 'off'
      ? 'All agents are off: new calls go straight to humans.'
      : 'New calls go to the bot.',
    ...off.map((id) => `Agent ${id} is off${all === 'off' ? ' of itself, too' : ''}.`),
    ...(changedAt === undefined ? [] : [`Last changed ${changedAt}.`]),
  ];
}
