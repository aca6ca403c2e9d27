import type { CallAccount } from './call-account';

/**
 * Whether an owner answered that had lost the call. A part's address has the epoch of its owner:
 * one of an epoch before, after a later one, is an old owner's.
 */
export function relapses({ polls }: CallAccount): boolean {
  const epochs = polls.flatMap(({ answer }) => {
    const epoch = /\/parts\/(\d+)-/.exec(answer['responseAudioUrl'] ?? '')?.[1];
    return epoch === undefined ? [] : [Number(epoch)];
  });
  // What the old owner had made before may still be handed out by the new one.
  return epochs.some((epoch, i) => epochs.slice(0, i).some((before) => before > epoch));
}
