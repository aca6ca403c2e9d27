import { WorkerClient } from '../worker-client';
import { recentSpeech } from './recent-speech';
import type { SpeechRequest, Synthesiser } from './synthesiser';

/** flite in a worker thread, with the recent texts kept. Resolves once the worker can speak. */
export async function createSynthesiser(): Promise<Synthesiser> {
  const worker = new WorkerClient<SpeechRequest, Int16Array>('flite-worker');
  const speak = recentSpeech((request) => worker.ask(request));
  await speak({ text: 'Ready.', voice: 'kal', sampleRateHz: 8000 });
  return {
    speak: async (text, voice, sampleRateHz) =>
      text.trim() === '' ? new Int16Array(0) : (await speak({ text, voice, sampleRateHz })).slice(),
    close: () => worker.close(),
  };
}
