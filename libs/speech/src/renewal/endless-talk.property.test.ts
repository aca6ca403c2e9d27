import { PatchbayError } from '@patchbay/platform';
import fc from 'fast-check';
import { createRenewalRig, RATE_HZ, REPLY } from '../testing/renewal-rig';
import type { Ear } from '../testing/scripted-engine';

const VOICE_LEVEL = 2000;
const samplesIn = (ms: number) => (ms * RATE_HZ) / 1000;

/** 200 ms, and as much as a frame of 20 ms holds of quiet before the voice. */
const LONGEST_ONSET = samplesIn(220);

/** Hears a voice that is followed by 700 ms of quiet; tells how many samples of which level it had. */
const attentiveEar: Ear = (session) => {
  let level = 0;
  let voiced = 0;
  let quiet = 0;
  return (pcm) => {
    for (const sample of pcm) {
      quiet = sample < VOICE_LEVEL ? quiet + 1 : 0;
      if (sample >= VOICE_LEVEL) [level, voiced] = [sample, voiced + 1];
      if (voiced === 0 || quiet < samplesIn(700)) continue;
      session.tell({ type: 'caller-text', text: `${level}: ${voiced}` }, ...REPLY);
      voiced = 0;
    }
  };
};

const utterance = fc.record({
  quietMs: fc.integer({ min: 1000, max: 5000 }),
  voiceMs: fc.integer({ min: 100, max: 3000 }),
});
const chunksMs = fc.array(fc.integer({ min: 10, max: 400 }), { minLength: 1, maxLength: 8 });

/** The caller's line: each utterance at a level of its own, quiet before it and at the end. */
function createLine(utterances: readonly { quietMs: number; voiceMs: number }[]) {
  const pieces = utterances.flatMap(({ quietMs, voiceMs }, index) => [
    new Int16Array(samplesIn(quietMs)).fill(50),
    new Int16Array(samplesIn(voiceMs)).fill(VOICE_LEVEL + index),
  ]);
  pieces.push(new Int16Array(samplesIn(8000)).fill(50));
  const line = new Int16Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    line.set(piece, offset);
    offset += piece.length;
  }
  return line;
}

function* cut(line: Int16Array, sizesMs: readonly number[]): Generator<Int16Array> {
  for (let offset = 0, count = 0; offset < line.length; count++) {
    const size = samplesIn(sizesMs[count % sizesMs.length] ?? 100);
    yield line.subarray(offset, offset + size);
    offset += size;
  }
}

/** Where in the line a session's sound begins and ends; it is checked to be one stretch of it. */
function stretchOf(heard: readonly Int16Array[]): { start: number; end: number } | undefined {
  const [first] = heard;
  if (!first) return undefined;
  const start = first.byteOffset / 2;
  let end = start;
  for (const pcm of heard) {
    expect(pcm.byteOffset / 2).toBe(end);
    end += pcm.length;
  }
  return { start, end };
}

const isVoiceAt = (line: Int16Array, position: number, withinMs: number) =>
  line.subarray(position, position + samplesIn(withinMs)).some((sample) => sample >= VOICE_LEVEL);

/** Long enough for several renewals, quick enough for many runs. */
const SETTINGS = { renewAfterMs: 4000, settleMs: 400, callerSilenceMs: 6000 };

describe('an endless talk', () => {
  test('over renewals alone, loses no sample, and doubles none but the onset of a word', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(utterance, { maxLength: 6 }),
        chunksMs,
        async (utterances, sizes) => {
          const rig = createRenewalRig({ settings: SETTINGS, ear: attentiveEar });
          const line = createLine(utterances);

          for (const chunk of cut(line, sizes)) {
            rig.session.sendAudio(chunk);
            await rig.pass((chunk.length * 1000) / RATE_HZ);
          }
          await rig.pass(1000);

          const stretches = rig.sessions.flatMap(({ heard }) => stretchOf(heard) ?? []);
          expect(stretches.length).toBeGreaterThan(1);
          expect(stretches.at(0)?.start).toBe(0);
          expect(stretches.at(-1)?.end).toBe(line.length);
          for (const [index, { start }] of stretches.slice(1).entries()) {
            const doubled = (stretches[index]?.end ?? 0) - start;
            expect(doubled).toBeGreaterThanOrEqual(0);
            expect(doubled).toBeLessThanOrEqual(isVoiceAt(line, start, 600) ? LONGEST_ONSET : 0);
          }
          expect(rig.told.some(({ type }) => type === 'interrupted')).toBe(false);
          await rig.session.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  test('over renewals, hard limits and losses, understands each utterance whole, once and in order', async () => {
    const losses = fc.array(fc.integer({ min: 0, max: 25_000 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(utterance, { minLength: 1, maxLength: 6 }),
        chunksMs,
        losses,
        async (utterances, sizes, lossesMs) => {
          const settings = { ...SETTINGS, hardLimitMs: 7000, attemptsPerTarget: 99 };
          const rig = createRenewalRig({ settings, ear: attentiveEar });
          const due = lossesMs.toSorted((a, b) => a - b);

          for (const chunk of cut(createLine(utterances), sizes)) {
            rig.session.sendAudio(chunk);
            await rig.pass((chunk.length * 1000) / RATE_HZ);
            for (; (due[0] ?? Infinity) <= rig.nowMs(); due.shift()) {
              rig.newest().fail(new PatchbayError('LostError', 'lost', { retryable: true }));
              await rig.settle();
            }
          }
          await rig.pass(5000);

          const understood = rig.told.flatMap((event) =>
            'text' in event && event.type === 'caller-text' ? [event.text] : [],
          );
          expect(understood).toEqual(
            utterances.map(({ voiceMs }, index) => `${VOICE_LEVEL + index}: ${samplesIn(voiceMs)}`),
          );
          await rig.session.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});
