import { UnknownAgentError } from '@patchbay/agent';
import {
  readSwitches,
  UnusableSwitchesError,
  writeSwitches,
} from '@patchbay/bot-switch-object-store';
import { ALL_ON, type BotSwitches, type SwitchPosition } from '@patchbay/contracts';
import type { Clock, ObjectStore } from '@patchbay/platform';

export interface SwitchDependencies {
  /** The store of the prompts bucket. */
  readonly prompts: ObjectStore;
  /** The agents that there are, also broken ones. */
  readonly agentIds: () => Promise<readonly string[]>;
  readonly clock: Clock;
}

export interface SwitchChange {
  readonly position: SwitchPosition;
  /** Absent: all agents. */
  readonly agentId?: string | undefined;
}

/**
 * Turns the switch of one agent or of all. An agent keeps its own setting while all are off.
 * Switches that cannot be understood are set anew: they must not stand in the way of an emergency.
 * @returns what holds now
 * @throws UnknownAgentError, and what the store throws
 */
export async function turnSwitch(
  change: SwitchChange,
  { prompts, agentIds, clock }: SwitchDependencies,
): Promise<BotSwitches> {
  const { agentId } = change;
  if (agentId !== undefined && !(await agentIds()).includes(agentId)) {
    throw new UnknownAgentError(`is named ${agentId}`);
  }
  const switches = {
    ...changed(await currentSwitches(prompts), change),
    changedAt: new Date(clock.nowMs()).toISOString(),
  };
  await writeSwitches(prompts, switches);
  return switches;
}

async function currentSwitches(prompts: ObjectStore): Promise<BotSwitches> {
  try {
    return await readSwitches(prompts);
  } catch (error) {
    if (error instanceof UnusableSwitchesError) return ALL_ON;
    throw error;
  }
}

function changed(switches: BotSwitches, { position, agentId }: SwitchChange): BotSwitches {
  if (agentId === undefined) return { ...switches, all: position };
  return { ...switches, agents: { ...switches.agents, [agentId]: position } };
}
