/** A stretch of a call's sound, as soon as it is known; stretches follow each other without overlap. */
export interface CallAudio {
  /** What the caller said: mono PCM16 at 8 kHz, normally 64 ms. Read only; it may be shared. */
  readonly pcm: Int16Array;
  /** What the caller was played in the same moments, sample for sample, if the stream carries it. */
  readonly echo?: Int16Array;
  /** Epoch milliseconds of the first sample, by the producer's clock. */
  readonly producerTimestampMs: number;
  readonly fragmentNumber: string;
}

/** Connect streams 8 kHz audio. */
export const SAMPLES_PER_MS = 8;

export type TrackRole = 'from-customer' | 'to-customer';

/** Numbers and order of the tracks vary and the like-named tags mislead; only the names can be trusted. */
const ROLES: ReadonlyMap<string, TrackRole> = new Map([
  ['AUDIO_FROM_CUSTOMER', 'from-customer'],
  ['Track_audio/L16', 'from-customer'],
  ['', 'from-customer'],
  ['AUDIO_TO_CUSTOMER', 'to-customer'],
]);

/** Whose sound a track holds, by its name; undefined for a track that is none of a call's. */
export function trackRole(name: string): TrackRole | undefined {
  return ROLES.get(name);
}
