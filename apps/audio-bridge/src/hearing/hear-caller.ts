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
  /** What arrived together comes together. */
  readonly audio: AsyncIterable<readonly CallerAudio[]>;
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
  for await (const stretches of options.audio) {
    for (const stretch of stretches) hear(stretch, options);
  }
}

function hear(stretch: CallerAudio, options: HearCallerOptions): void {
  const { gate, onAudio, session, resampler, understood } = options;
  const gated = gate.push(stretch);
  onAudio(gated);
  session.sendAudio(resampler.push(gated.pcm));
  understood.heard(stretch, gated.pcm.length, session.notUnderstoodMs);
}
