import type { Resampler } from '@patchbay/audio';
import type { RenewingSession } from '@patchbay/speech';
import type { CallerGate, GatedStretch, HeardStretch } from './caller-gate';
import type { UnderstoodUntil } from './understood-until';

/** A stretch of a call, as it arrived: PCM16 mono at 8 kHz, and what was played meanwhile. */
export interface CallerAudio extends HeardStretch {
  /** Epoch milliseconds of the first sample, by the producer's clock. */
  readonly producerTimestampMs: number;
  readonly fragmentNumber: string;
}

export interface HearCallerOptions {
  readonly audio: AsyncIterable<CallerAudio>;
  readonly gate: CallerGate;
  /** From 8 kHz to the session's input rate. */
  readonly resampler: Resampler;
  readonly session: Pick<RenewingSession, 'sendAudio' | 'notUnderstoodMs'>;
  /** Keeps the place from which another owner would have to hear. */
  readonly understood: UnderstoodUntil;
  /** Told of every stretch that arrives. */
  readonly onAudio: (stretch: GatedStretch) => void;
}

/** Lets the model hear the caller, until the contact's media ends. */
export async function hearCaller(options: HearCallerOptions): Promise<void> {
  for await (const stretch of options.audio) {
    const gated = options.gate.push(stretch);
    options.onAudio(gated);
    options.session.sendAudio(options.resampler.push(gated.pcm));
    options.understood.heard(stretch, gated.pcm.length, options.session.notUnderstoodMs);
  }
}
