import { callRecordSchema } from '@patchbay/call';
import { CONTACT_ID } from '@patchbay/testing';
import type { World } from './a-live-call';

/** A test that waits longer will never see it. */
const PATIENCE_MS = 4000;

/** Caller, bot and whether it was cut, of each stored turn that the record names. */
export function toldBy(world: World) {
  const record = callRecordSchema.parse(world.calls.items.get(CONTACT_ID));
  return record.turnSequences.map((sequence) => {
    const key = [...world.transcripts.objects.keys()].find((k) => k.endsWith(`/${sequence}.json`));
    const turn = JSON.parse(world.transcripts.text(key ?? '') ?? '{}');
    return [turn.caller?.text ?? '', turn.bot.text, turn.interrupted];
  });
}

/** Waits until something is so. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const startMs = performance.now();
  while (!(await holds())) {
    if (performance.now() - startMs > PATIENCE_MS) throw new Error(`never: ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
