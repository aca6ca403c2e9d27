import { EnergyVoiceActivity } from '../scripted/energy-voice-activity';
import { EveryNthSample } from '../scripted/every-nth-sample';
import { CallerEar, type Utterance } from './caller-ear';

const SAMPLES_PER_MS = 8;
const quiet = (ms: number) => new Int16Array(ms * SAMPLES_PER_MS);
const loud = (ms: number) => quiet(ms).fill(5000);

function joined(...parts: Int16Array[]): Int16Array {
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

/** What an ear tells of this sound, given in pieces. */
function hear(sound: Int16Array, pieceMs: number, bargeInMs = 300) {
  const heard: Int16Array[] = [];
  const utterances: Utterance[] = [];
  let bargeIns = 0;
  const ear = new CallerEar(
    {
      resampler: new EveryNthSample(1),
      createVoiceActivity: () => new EnergyVoiceActivity(),
      endpointingSensitivity: 'MEDIUM',
      bargeInMs,
    },
    {
      utteranceSound: (pcm) => heard.push(pcm),
      utteranceEnded: (utterance) => utterances.push(utterance),
      bargedIn: () => void bargeIns++,
    },
  );
  const piece = pieceMs * SAMPLES_PER_MS;
  for (let at = 0; at < sound.length; at += piece) ear.hear(sound.subarray(at, at + piece));
  const { isCallerSpeaking } = ear;
  ear.close();
  return { heard: joined(...heard), utterances, bargeIns, isCallerSpeaking };
}

describe('the ear', () => {
  test.each([20, 64, 100, 1000, 5000])(
    'passes on the utterance with a little quiet around it, in pieces of %i ms',
    (pieceMs) => {
      const { heard, utterances } = hear(joined(quiet(1000), loud(600), quiet(1000)), pieceMs);

      expect(heard).toEqual(joined(quiet(200), loud(600), quiet(200)));
      expect(utterances).toHaveLength(1);
      expect(utterances[0]?.durationMs).toBe(600);
    },
  );

  test('tells how long the caller has been quiet, by the samples that have come', () => {
    const sound = joined(quiet(500), loud(600), quiet(800));

    expect(hear(sound, 20).utterances[0]?.quietMs).toBe(500);
    expect(hear(sound, 5000).utterances[0]?.quietMs).toBe(800);
  });

  test('a pause for breath does not end an utterance', () => {
    const sound = joined(quiet(400), loud(400), quiet(300), loud(400), quiet(1000));

    expect(hear(sound, 20).utterances.map(({ durationMs }) => durationMs)).toEqual([1100]);
  });

  test('only so much of a voice interrupts', () => {
    const short = joined(quiet(400), loud(280), quiet(1000));
    const long = joined(quiet(400), loud(320), quiet(1000));

    expect(hear(short, 20).bargeIns).toBe(0);
    expect(hear(long, 20).bargeIns).toBe(1);
    expect(hear(short, 20, 100).bargeIns).toBe(1);
  });

  test('knows whether the caller is speaking just now', () => {
    expect(hear(joined(quiet(400), loud(400)), 20).isCallerSpeaking).toBe(true);
    expect(hear(joined(quiet(400), loud(400), quiet(700)), 20).isCallerSpeaking).toBe(false);
  });
});
