import type { BotSwitch } from '@patchbay/call';
import { ALL_ON, isSwitchedOff, type BotSwitches } from '@patchbay/contracts';
import { errorName, sleep, type Clock, type Logger, type ObjectStore } from '@patchbay/platform';
import { SwitchesTimeoutError } from './errors';
import { readSwitches } from './switches-object';

/** How long a reading counts: a switch works within this time, and busy lines share a reading. */
export const SWITCHES_LIFETIME_MS = 2000;

/** A store in trouble must not keep a caller waiting. */
const READ_LIMIT_MS = 1000;

export interface BotSwitchOptions {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Reads the switches when they are asked for, at most once in {@link SWITCHES_LIFETIME_MS}. When
 * they cannot be read, the last reading holds; without one the bot is on.
 */
export function createObjectStoreBotSwitch({ store, clock, logger }: BotSwitchOptions): BotSwitch {
  let known = ALL_ON;
  let reading: Promise<BotSwitches> | undefined;
  let readAtMs = 0;

  async function read(): Promise<BotSwitches> {
    try {
      known = await inTime(readSwitches(store));
    } catch (error) {
      logger.warn('switches not readable', { errorName: errorName(error) });
    }
    return known;
  }

  return {
    async isOff(agentId) {
      const nowMs = clock.monotonicMs();
      if (!reading || nowMs - readAtMs >= SWITCHES_LIFETIME_MS) {
        reading = read();
        readAtMs = nowMs;
      }
      return isSwitchedOff(await reading, agentId);
    },
  };
}

const inTime = (switches: Promise<BotSwitches>): Promise<BotSwitches> =>
  Promise.race([
    switches,
    sleep(READ_LIMIT_MS).then(() => Promise.reject(new SwitchesTimeoutError(READ_LIMIT_MS))),
  ]);
