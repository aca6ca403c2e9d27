import { RATE_HZ, sound } from '../testing/renewal-rig';
import { CallerSpeech } from './caller-speech';

const samples = (ms: number) => (ms * RATE_HZ) / 1000;
const VOICE = 2000;
const QUIET = 100;

type Stretches = (readonly [ms: number, level: number])[];

/** As it is spoken: each stretch takes its time. */
const heard = (...stretches: Stretches) => paced({ backlogMs: 0, pace: 1 }, ...stretches);

/** @param how `pace`: the time that sound takes to come, for each millisecond of it */
function paced(how: { backlogMs: number; pace: number }, ...stretches: Stretches) {
  const speech = new CallerSpeech(RATE_HZ, how.backlogMs);
  let nowMs = 0;
  const push = (pcm: Int16Array) => {
    for (let at = 0; at < pcm.length; at += samples(20)) {
      nowMs += 20 * how.pace;
      speech.push(pcm.subarray(at, at + samples(20)), nowMs);
    }
  };
  for (const [ms, level] of stretches) push(sound(ms, level));
  return { speech, push };
}

/** All at once, as after an outage. */
function backlog(...stretches: Stretches): CallerSpeech {
  const speech = new CallerSpeech(RATE_HZ);
  for (const [ms, level] of stretches) speech.push(sound(ms, level), 1000);
  return speech;
}

describe('CallerSpeech', () => {
  test('keeps nothing but an onset of a quiet line, or one with clicks', () => {
    const { speech } = heard([3000, QUIET], [40, VOICE], [1000, QUIET]);

    expect(speech.isSpeaking).toBe(false);
    expect(speech.newsFrom).toBeUndefined();
    expect(speech.neededFrom).toBe(samples(4040 - 200));
  });

  test('keeps speech from its beginning, through its pauses, until it is understood', () => {
    const { speech, push } = heard([1000, QUIET], [800, VOICE], [300, QUIET], [800, VOICE]);
    const while_ = [speech.isSpeaking, speech.newsFrom];
    push(sound(2000, QUIET));
    const after = [speech.isSpeaking, speech.newsFrom, speech.neededFrom];
    speech.understood();

    expect(while_).toEqual([true, samples(1000)]);
    expect(after).toEqual([false, samples(1000), samples(800)]);
    expect(speech.newsFrom).toBeUndefined();
  });

  test('takes an understanding for that of speech that has ended, not of what began since', () => {
    const { speech } = heard([800, VOICE], [600, QUIET], [400, VOICE]);
    speech.understood();
    const news = speech.newsFrom;
    speech.understood();

    expect(news).toBe(samples(1400));
    expect(speech.newsFrom).toBe(samples(1800));
  });

  test('forgets a cough that is not answered', () => {
    const { speech, push } = heard([500, VOICE], [9000, QUIET]);
    const soon = speech.newsFrom;
    push(sound(2000, QUIET));

    expect(soon).toBe(0);
    expect(speech.newsFrom).toBeUndefined();
  });

  test('takes endless speech for a noise', () => {
    const { speech, push } = heard([29_000, VOICE]);
    const soon = speech.isSpeaking;
    push(sound(2000, VOICE));

    expect([soon, speech.isSpeaking, speech.newsFrom]).toEqual([true, false, undefined]);
  });

  test('understands the utterances of a backlog one by one', () => {
    const speech = backlog([800, VOICE], [3000, QUIET], [800, VOICE], [12_000, QUIET]);
    const news = [speech.newsFrom];
    speech.understood();
    news.push(speech.newsFrom);
    speech.understood();
    news.push(speech.newsFrom);

    expect(news).toEqual([0, samples(3800), undefined]);
  });

  test('keeps what was spoken while the model still worked at a backlog', () => {
    const speech = backlog([800, VOICE], [6000, QUIET]);
    speech.push(sound(800, VOICE), 4000);
    speech.push(sound(1000, QUIET), 5000);
    speech.understood();

    expect(speech.newsFrom).toBe(samples(6800));
  });

  test('knows a backlog by its length where it comes hardly faster than it was spoken', () => {
    const words: Stretches = [
      [800, VOICE],
      [3000, QUIET],
      [800, VOICE],
      [900, QUIET],
    ];
    const heardSo = [0, 6000].map((backlogMs) => paced({ backlogMs, pace: 0.9 }, ...words).speech);
    for (const speech of heardSo) speech.understood();

    expect(heardSo.map(({ newsFrom }) => newsFrom)).toEqual([undefined, samples(3800)]);
  });

  test('takes words for those of all that was said, behind a backlog', () => {
    const words: Stretches = [
      [1500, QUIET],
      [200, VOICE],
      [3000, QUIET],
      [800, VOICE],
      [700, QUIET],
    ];
    const { speech } = paced({ backlogMs: 1000, pace: 1 }, ...words);
    speech.understood();

    expect(speech.newsFrom).toBeUndefined();
  });

  test('takes what stands close together in a backlog for one utterance', () => {
    const speech = backlog([800, VOICE], [1000, QUIET], [800, VOICE], [3000, QUIET]);
    speech.understood();

    expect(speech.newsFrom).toBeUndefined();
  });

  test('what was spoken in its own time is understood with all that was before it', () => {
    const { speech } = heard([200, VOICE], [3000, QUIET], [800, VOICE], [700, QUIET]);
    speech.understood();

    expect(speech.newsFrom).toBeUndefined();
  });
});
