import {
  readSwitches,
  SWITCHES_LIFETIME_MS,
  writeSwitches,
} from '@patchbay/bot-switch-object-store';
import { BUCKETS } from '@patchbay/infra';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import { sleep, type ObjectStore } from '@patchbay/platform';
import type { Arrangement } from '../caller/scenario';
import type { System } from './system';

/**
 * Brings about what must hold before a call, as an operator would.
 * @returns a function that puts back what was
 */
export async function arrange(
  arrangements: readonly Arrangement[],
  { s3 }: Pick<System, 's3'>,
): Promise<() => Promise<void>> {
  if (arrangements.length === 0) return async () => undefined;
  const prompts = createS3ObjectStore({ bucket: BUCKETS.prompts }, s3);
  const before = await readSwitches(prompts);
  for (const { switch: all } of arrangements) await turn(prompts, { ...before, all });
  return () => turn(prompts, before);
}

/** Functions that run already may have read the switches a moment ago. */
async function turn(...change: [ObjectStore, Parameters<typeof writeSwitches>[1]]): Promise<void> {
  await writeSwitches(...change);
  await sleep(SWITCHES_LIFETIME_MS);
}
