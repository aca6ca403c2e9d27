import type { SpeechRequest } from './synthesiser';

/** About 5 minutes of speech at 16 kHz, 10 MB: the stock phrases of a few agents. */
const KEPT_SAMPLES = 5 * 60 * 16_000;

type Speak = (request: SpeechRequest) => Promise<Int16Array>;

/**
 * Remembers what was spoken last, up to `keptSamples` in all, the longest unused going first. Asking
 * for a text that is being spoken joins that work; what failed is forgotten, so that it is tried again.
 */
export function recentSpeech(speak: Speak, keptSamples = KEPT_SAMPLES): Speak {
  const recent = new Map<string, { speech: Promise<Int16Array>; samples: number }>();
  let samples = 0;

  function forget(key: string): void {
    samples -= recent.get(key)?.samples ?? 0;
    recent.delete(key);
  }

  function remember(key: string, speech: Promise<Int16Array>): void {
    const entry = { speech, samples: 0 };
    recent.set(key, entry);
    speech.then(
      (pcm) => {
        if (recent.get(key) !== entry) return;
        entry.samples = pcm.length;
        samples += pcm.length;
        for (const oldest of recent.keys()) if (samples > keptSamples) forget(oldest);
      },
      () => forget(key),
    );
  }

  return (request) => {
    const key = JSON.stringify([request.voice, request.sampleRateHz, request.text]);
    const kept = recent.get(key);
    if (kept) {
      recent.delete(key);
      recent.set(key, kept);
      return kept.speech;
    }
    const speech = speak(request);
    remember(key, speech);
    return speech;
  };
}
