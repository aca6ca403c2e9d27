import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import type { LocalVoice } from './local-voices';

/** Speech as flite writes it. */
export interface NativeSpeech {
  readonly pcm: Int16Array<ArrayBuffer>;
  readonly sampleRateHz: number;
}

const OUTPUT = 'speech.wav';
/** flite writes the plain RIFF header: 12 bytes RIFF, 24 of fmt, 8 of the data chunk's own header. */
const WAV_HEADER_BYTES = 44;
const SAMPLE_RATE_OFFSET = 24;

/**
 * Runs flite's command line once, in a fresh instance with files in memory, so that one text
 * leaves nothing behind for the next. (`node:wasi` would crash the process from a worker.)
 * @throws Error when flite exits with another status than 0 or writes no sound
 */
export async function runFlite(
  flite: WebAssembly.Module,
  text: string,
  voice: LocalVoice,
): Promise<NativeSpeech> {
  const folder = new PreopenDirectory('.', new Map());
  const streams = [new OpenFile(new File([])), discarded(), discarded(), folder];
  const commandLine = ['flite', '-voice', voice, '-t', speakable(text), '-o', OUTPUT];
  const wasi = new WASI(commandLine, [], streams, { debug: false });
  const instance = await WebAssembly.instantiate(flite, {
    wasi_snapshot_preview1: wasi.wasiImport,
  });
  const status = wasi.start(instance as Parameters<WASI['start']>[0]);
  const file = folder.dir.contents.get(OUTPUT);
  if (status !== 0 || !(file instanceof File)) throw new Error(`flite ended with ${status}`);
  return parseWav(file.data);
}

/** flite reads "AI" as one syllable, "eye". */
function speakable(text: string): string {
  return text.replaceAll(/\bAI\b/g, 'A.I.');
}

function discarded(): ConsoleStdout {
  return new ConsoleStdout(() => undefined);
}

function parseWav(wav: Uint8Array): NativeSpeech {
  const header = new DataView(wav.buffer, wav.byteOffset, WAV_HEADER_BYTES);
  const evenLength = wav.byteLength - ((wav.byteLength - WAV_HEADER_BYTES) % 2);
  return {
    // A copy: the file's bytes need not lie on an even offset.
    pcm: new Int16Array(new Uint8Array(wav.subarray(WAV_HEADER_BYTES, evenLength)).buffer),
    sampleRateHz: header.getUint32(SAMPLE_RATE_OFFSET, true),
  };
}
