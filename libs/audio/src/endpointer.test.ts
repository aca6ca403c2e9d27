import fc from 'fast-check';
import { Endpointer, type EndpointerSettings } from './endpointer';
import type { VoiceActivity } from './voice-activity';

const SAMPLES_PER_MS = 8;
const FRAME_MS = 20;

/** Takes every frame with a sample in it for a voice. */
const voiceIsSound: VoiceActivity = {
  isSpeech: (frame) => frame.some((sample) => sample !== 0),
  close: () => undefined,
};

/** Sound and quiet in turn, starting with sound, in milliseconds. */
function line(...turnsMs: number[]): Int16Array {
  const pieces = turnsMs.map((ms, i) => new Int16Array(ms * SAMPLES_PER_MS).fill(i % 2 ? 0 : 1000));
  return Int16Array.from(pieces.flatMap((piece) => [...piece]));
}

const endpointer = (settings?: Partial<EndpointerSettings>) =>
  new Endpointer(voiceIsSound, settings);

const ms = (samples: number) => samples / SAMPLES_PER_MS;

describe('Endpointer', () => {
  test('tells when speech starts and, the hangover later, where it ended', () => {
    const events = endpointer().push(line(0, 400, 300, 1000));
    expect(events).toEqual([
      { type: 'speech-started', startSample: 400 * 8, detectedAtSample: 520 * 8 },
      {
        type: 'speech-ended',
        startSample: 400 * 8,
        endSample: 700 * 8,
        detectedAtSample: 1300 * 8,
      },
    ]);
  });

  test('hangover and minimum are settings', () => {
    const settings = { minimumSpeechMs: 300, hangoverMs: 200 };
    const [started, ended] = endpointer(settings).push(line(0, 100, 320, 220));
    expect(started).toMatchObject({ detectedAtSample: 400 * 8 });
    expect(ended).toMatchObject({ detectedAtSample: 620 * 8 });
  });

  test('a click is no speech, and clicks far apart do not add up', () => {
    expect(endpointer().push(line(100, 120, 100, 120, 100, 2000))).toHaveLength(0);
  });

  test('the gaps within a word do not break it', () => {
    const events = endpointer().push(line(60, 80, 60, 80, 100, 1000));
    expect(events).toHaveLength(2);
    expect(events[1]).toMatchObject({ startSample: 0, endSample: 380 * 8 });
  });

  test('a pause shorter than the hangover does not end an utterance', () => {
    const types = endpointer()
      .push(line(500, 580, 500, 600))
      .map((event) => event.type);
    expect(types).toEqual(['speech-started', 'speech-ended']);
  });

  test('the end of the stream ends what was being said', () => {
    const stream = endpointer();
    stream.push(line(500, 100));
    expect(stream.flush()).toMatchObject([{ type: 'speech-ended', endSample: 500 * 8 }]);
    expect(stream.flush()).toHaveLength(0);
  });

  const utterances = fc.array(
    fc.tuple(fc.integer({ min: 700, max: 3000 }), fc.integer({ min: 300, max: 4000 })),
    { maxLength: 6 },
  );

  test('no utterance of 0.3 to 4 s is lost, doubled or moved', () => {
    fc.assert(
      fc.property(utterances, (turns) => {
        const ended = endpointer()
          .push(line(0, ...turns.flat(), 700))
          .filter((event) => event.type === 'speech-ended');
        expect(ended).toHaveLength(turns.length);
        let atMs = 0;
        turns.forEach(([quietMs, speechMs], i) => {
          const { startSample = 0, endSample = 0 } = ended[i] ?? {};
          expect(Math.abs(ms(startSample) - (atMs + quietMs))).toBeLessThan(FRAME_MS);
          expect(Math.abs(ms(endSample) - (atMs + quietMs + speechMs))).toBeLessThan(FRAME_MS);
          atMs += quietMs + speechMs;
        });
      }),
      { numRuns: 30 },
    );
  });

  test('chunking changes nothing', () => {
    fc.assert(
      fc.property(utterances, fc.integer({ min: 1, max: 3000 }), (turns, chunk) => {
        const pcm = line(0, ...turns.flat(), 700);
        const whole = endpointer().push(pcm);
        const chunked = endpointer();
        const events = Array.from({ length: Math.ceil(pcm.length / chunk) }, (_, i) =>
          chunked.push(pcm.subarray(i * chunk, (i + 1) * chunk)),
        );
        expect(events.flat()).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});
