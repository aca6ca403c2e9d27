import { z } from 'zod';
import { agentId } from './identifiers';

/** `on`: the bot takes new calls. `off`: they go straight to humans. */
const position = z.enum(['on', 'off']);
export type SwitchPosition = z.infer<typeof position>;

/** What the operators have decided, under {@link switchesKey} in the prompts bucket. */
export const botSwitchesSchema = z.object({
  version: z.literal(1),
  /** For all agents: off, it overrules what is said of one. */
  all: position,
  /** An agent that is not named is on. */
  agents: z.record(agentId, position),
  changedAt: z.iso.datetime().optional(),
});
export type BotSwitches = z.infer<typeof botSwitchesSchema>;

/** The reason code of callers who came to a human without having met the bot. */
export const BOT_SWITCHED_OFF = 'bot_switched_off';

/** What holds while nobody has decided anything. */
export const ALL_ON: BotSwitches = { version: 1, all: 'on', agents: {} };

export const isSwitchedOff = ({ all, agents }: BotSwitches, id: string): boolean =>
  all === 'off' || agents[id] === 'off';
