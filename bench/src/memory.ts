import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What the process holds once garbage is gone, in kilobytes. */
export interface HeldMemory {
  /** Objects and buffers that are alive, and WebAssembly memory as reserved. */
  readonly heapKb: number;
  /** Pages that the system has given: also the room in which the collector lets garbage lie. */
  readonly residentKb: number;
}

export function heldMemory(): HeldMemory {
  // What the first collection finalizes, the second one frees.
  collectGarbage();
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapKb: (heapUsed + external) / 1024, residentKb: rss / 1024 };
}
