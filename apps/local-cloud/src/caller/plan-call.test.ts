import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePcmWav, type ResamplerFactory } from '@patchbay/audio';
import { toneOf } from '../connect/testing/fake-services';
import { planCall } from './plan-call';
import { scenarioNames } from './read-scenario';

const SCENARIOS = join(import.meta.dirname, '../../../../e2e/scenarios');

/** Takes every n-th sample; the real one is tested where it is. */
let resamplersOpen = 0;
const everyNth: ResamplerFactory = (fromRateHz, toRateHz) => {
  if (fromRateHz % toRateHz > 0) throw new Error('unsupported rate');
  resamplersOpen += 1;
  return {
    push: (pcm) => pcm.filter((_, i) => i % (fromRateHz / toRateHz) === 0),
    flush: () => new Int16Array(0),
    close: () => {
      resamplersOpen -= 1;
    },
  };
};

const plan = (request: Parameters<typeof planCall>[0], folder = SCENARIOS) =>
  planCall(request, folder, everyNth);

async function fileOf(name: string, content: Uint8Array | string) {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-'));
  await writeFile(join(folder, name), content);
  return { folder, file: join(folder, name) };
}

test('every scenario can be followed and says how it should end', async () => {
  const names = await scenarioNames(SCENARIOS);

  const plans = await Promise.all(names.map((scenario) => plan({ scenario })));

  expect(plans.length).toBeGreaterThan(8);
  for (const { expect: expected } of plans) expect(expected?.outcome).toBeDefined();
});

test('an unknown scenario is answered with those that there are', async () => {
  await expect(plan({ scenario: '../../package' })).rejects.toThrow(
    /No scenario ..\/..\/package; there are: .*balance, .*goodbye/,
  );
});

test.each([
  ['{', 'it is not JSON'],
  ['{"steps":[{"step":"shout"}]}', 'steps.0'],
  ['{"expect":{"outcome":"end","turns":[{"bot":"("}]}}', 'turns.0.bot: must be a regular'],
])('a broken scenario is refused: %s', async (content, problem) => {
  const { folder } = await fileOf('mine.json', content);

  await expect(plan({ scenario: 'mine' }, folder)).rejects.toThrow(problem);
});

test('words to say become a call that ends after the last answer', async () => {
  const { steps, expect: expected } = await plan({ says: ['I lost my card', 'yes'] });

  expect(steps.map(({ step }) => step)).toEqual(['say', 'say', 'listen', 'hang-up']);
  expect(expected).toBeUndefined();
});

test('a recording for the telephone is played as it is', async () => {
  const { file } = await fileOf('phone.wav', writePcmWav(toneOf(100), 8000));

  const { steps, notes } = await plan({ wavs: [file] });

  expect(steps[0]).toEqual({ step: 'play', name: 'phone.wav', pcm: toneOf(100) });
  expect(notes).toEqual([]);
});

test('a recording of another rate and channel count is converted, and that is said', async () => {
  const bytes = writePcmWav(toneOf(400), 16_000);
  bytes[22] = 2;
  const { file } = await fileOf('studio.wav', bytes);

  const { steps, notes } = await plan({ wavs: [file] });

  expect(steps[0]).toMatchObject({ step: 'play', pcm: { length: 800 } });
  expect(resamplersOpen).toBe(0);
  expect(notes).toEqual([`${file}: converted from 16000 Hz, 2 channels, to 8000 Hz, mono`]);
});

test('a recording at a rate that cannot be converted is named', async () => {
  const { file } = await fileOf('odd.wav', writePcmWav(toneOf(100), 7999));

  await expect(plan({ wavs: [file] })).rejects.toThrow(`Cannot play ${file}: `);
});

test('a file that is no WAV, or not there, is named', async () => {
  const { file } = await fileOf('song.mp3', 'ID3');

  await expect(plan({ wavs: [file] })).rejects.toMatchObject({
    name: 'UnusableWavError',
    message: expect.stringContaining(`Cannot play ${file}: Not a WAV file`),
  });
  await expect(plan({ wavs: ['/nowhere.wav'] })).rejects.toThrow(
    /Cannot play \/nowhere.wav: .*ENOENT/,
  );
});
