import type { Harm, System } from '@patchbay/local-cloud';
import { sleep } from '@patchbay/platform';
import type { Scale } from '../fault';
import { isPart } from './call-account';

/** Whether half the requests are never answered: that of a long poll is noticed after 25 s. */
const IS_SILENT: Record<Scale, boolean> = { full: true, short: false };

/** When a service was away, and how many requests of it were harmed. */
export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
  readonly harmed: number;
}

/** Takes a service away for a while: what it is asked is refused, or never answered. */
export async function takeAway(
  service: string,
  { scale, forMs }: { scale: Scale; forMs: number },
  { cloud }: System,
): Promise<Outage> {
  const refused: Harm = { status: 503, errorType: 'ServiceUnavailable' };
  const fromMs = performance.now();
  let harmed = 0;
  const back = cloud.disturbances.add((request) => {
    if (request.service !== service) return undefined;
    harmed += 1;
    return IS_SILENT[scale] && harmed % 2 === 0 ? 'hang' : refused;
  });
  await sleep(forMs);
  back();
  return { fromMs, toMs: performance.now(), harmed };
}

/** Phrases are rendered ahead: the greeting, before that, and fillers. */
export const isFillerIn =
  (outage: Outage | undefined) => (prompt: { readonly uri: string; readonly seenMs: number }) =>
    outage !== undefined &&
    !isPart(prompt) &&
    prompt.seenMs > outage.fromMs &&
    prompt.seenMs < outage.toMs;
