import { type CallerBlock, HeardAudio } from './heard-audio';
import { MEDIA_READER_DEFAULTS } from './settings';

const START_MS = 1_700_000_000_000;

const heardFrom = (startMs = START_MS, lastWhole?: string) =>
  new HeardAudio(startMs, lastWhole, MEDIA_READER_DEFAULTS);

const at = (offsetMs: number, changes: Partial<CallerBlock> = {}): CallerBlock => ({
  fragmentNumber: '1',
  samplesBefore: offsetMs * 8,
  timestampMs: START_MS + offsetMs,
  samples: 512,
  ...changes,
});

const NEW = { skip: 0, silence: 0 };

describe('what was heard', () => {
  test('a replayed fragment adds only what was missed, to the sample', () => {
    const heard = heardFrom();
    heard.admit(at(0));
    heard.admit(at(64, { samples: 100 }));

    expect(heard.admit(at(0))).toEqual({ skip: 512, silence: 0 });
    expect(heard.admit(at(64))).toEqual({ skip: 100, silence: 0 });
    expect(heard.admit(at(128))).toEqual(NEW);
  });

  test('blocks shorter than the jitter of timestamps are told apart by their place', () => {
    const heard = heardFrom();
    const tiny = [0, 1, 2].map((ms) => at(ms, { samples: 8 }));
    for (const block of tiny) expect(heard.admit(block)).toEqual(NEW);

    for (const block of tiny) expect(heard.admit(block)).toEqual({ skip: 8, silence: 0 });
  });

  test('the same moments in another fragment are heard once, jitter is let pass', () => {
    const heard = heardFrom();
    heard.admit(at(0));

    expect(heard.admit(at(24, { fragmentNumber: '2', samplesBefore: 0 }))).toEqual({
      skip: 320,
      silence: 0,
    });
    expect(heard.admit(at(85, { fragmentNumber: '2' }))).toEqual(NEW);
    expect(heard.admit(at(160, { fragmentNumber: '2' }))).toEqual(NEW);
    expect(heard.gaps.count).toBe(0);
  });

  test('a gap becomes silence; a pause of the streaming is only counted', () => {
    const heard = heardFrom();
    heard.admit(at(0));

    expect(heard.admit(at(164))).toEqual({ skip: 0, silence: 800 });
    expect(heard.admit(at(100_000))).toEqual(NEW);
    expect(heard.gaps).toEqual({ count: 2, lengthMs: 100 + 100_000 - 228 });
  });

  test('nothing counts before the start', () => {
    const heard = heardFrom(START_MS + 80);

    expect(heard.admit(at(0))).toEqual({ skip: 512, silence: 0 });
    expect(heard.untilMs).toBeUndefined();
    expect(heard.admit(at(64))).toEqual({ skip: 128, silence: 0 });
  });

  test('fragments are whole up to the latest one, whatever their number of digits', () => {
    const heard = heardFrom(START_MS, '99');
    heard.markWhole('100');
    heard.markWhole('98');

    expect(heard.lastWhole).toBe('100');
    expect(['0099', '100', '101', ''].map((number) => heard.isWhole(number))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
