import { createDemuxer } from '@patchbay/media-stream';
import { heldMemory } from '../memory';
import { chunksOf, oneTrackCall } from './one-track-call';

const MINUTES = 60;
const SECONDS_PER_MINUTE = 60;
const WARM_UP_MINUTES = 5;

/** The most that one demuxer's memory grew while an hour of a call passed through it, in MB. */
export function heapGrowthMb(chunkBytes: number): number {
  const minute = chunksOf(oneTrackCall(SECONDS_PER_MINUTE), chunkBytes);
  const demuxer = createDemuxer();
  let startKb = 0;
  let mostKb = 0;
  for (let minutes = -WARM_UP_MINUTES; minutes < MINUTES; minutes += 1) {
    if (minutes === 0) startKb = heldMemory().heapKb;
    for (const chunk of minute) demuxer.push(chunk);
    if (minutes >= 0) mostKb = Math.max(mostKb, heldMemory().heapKb - startKb);
  }
  return Number((mostKb / 1024).toFixed(3));
}
