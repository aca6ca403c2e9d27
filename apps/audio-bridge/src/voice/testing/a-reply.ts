import { readWav } from '@patchbay/audio';
import { systemClock } from '@patchbay/platform';
import { CONTACT_ID, createMemoryObjectStore, createRecordingLogger } from '@patchbay/testing';
import { Conversation } from '../../conversation/conversation';
import { Signal } from '../../signal';
import { ReplyParts } from '../reply-parts';

/** The way of a reply's parts, real up to the store in memory. */
export function aReply() {
  const conversation = new Conversation();
  const changed = new Signal();
  const prompts = createMemoryObjectStore();
  const logger = createRecordingLogger();
  const parts = new ReplyParts({
    contactId: CONTACT_ID,
    conversation,
    changed,
    prompts,
    partKey: (part) => `parts/${part}.wav`,
    clock: systemClock,
    logger,
  });
  /** What the flow would be given, one part after the other, until nothing waits. */
  const handOut = () => {
    const keys: string[] = [];
    for (let cursor = 1; ; cursor += 1) {
      const step = conversation.next(systemClock.nowMs());
      if (step?.intent !== 'speak') return keys;
      conversation.handedOut(step.part, cursor);
      keys.push(step.part.audioKey);
    }
  };
  const soundOf = (key: string) => readWav(prompts.objects.get(key)?.body ?? new Uint8Array()).pcm;
  return { conversation, changed, prompts, logger, parts, handOut, soundOf };
}
export type AReply = ReturnType<typeof aReply>;

/** Resolves once everything that was begun has come to its end: timers of no delay are last. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Syllables of 500 ms of a tone, each after a pause of 200 ms; PCM16 mono. */
export function syllables(count: number, sampleRateHz = 8000): Int16Array {
  const pause = sampleRateHz / 5;
  const period = pause + sampleRateHz / 2;
  return Int16Array.from({ length: count * period }, (_, i) =>
    i % period < pause ? 0 : 8000 * Math.sin((2 * Math.PI * 300 * (i + 1)) / sampleRateHz),
  );
}
