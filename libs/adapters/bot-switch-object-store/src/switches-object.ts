import { ALL_ON, botSwitchesSchema, switchesKey, type BotSwitches } from '@patchbay/contracts';
import type { ObjectStore } from '@patchbay/platform';
import { UnusableSwitchesError } from './errors';

/** All on when there is no object yet. @throws UnusableSwitchesError, and what the store throws */
export async function readSwitches(store: ObjectStore): Promise<BotSwitches> {
  const body = await store.get(switchesKey);
  if (!body) return ALL_ON;
  try {
    return botSwitchesSchema.parse(JSON.parse(Buffer.from(body).toString()));
  } catch (error) {
    throw new UnusableSwitchesError(switchesKey, error);
  }
}

/** The last of two operators who write at the same time is right. */
export function writeSwitches(store: ObjectStore, switches: BotSwitches): Promise<void> {
  return store.put(switchesKey, JSON.stringify(switches), 'application/json');
}
