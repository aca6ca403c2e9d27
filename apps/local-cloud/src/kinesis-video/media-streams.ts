export type TrackName = 'AUDIO_FROM_CUSTOMER' | 'AUDIO_TO_CUSTOMER';

/** One block of a track: PCM16 mono at 8 kHz, normally 64 ms (512 samples). */
export interface MediaBlock {
  readonly track: TrackName;
  readonly pcm: Int16Array;
  /** Epoch milliseconds of its first sample, by the producer's clock. */
  readonly producerTimestampMs: number;
}

/** What Amazon Connect does with Kinesis Video: one stream a live call, reused by later calls. */
export interface MediaStreams {
  /** Takes a free stream for a contact, or makes one. @returns its ARN */
  acquire(contactId: string, instanceId: string): string;
  /** Blocks in the order of their time; a fragment is closed about every 1.024 s. */
  append(streamArn: string, blocks: readonly MediaBlock[]): void;
  /** Ends the contact's media (its last fragment is closed); another contact may take the stream. */
  release(streamArn: string): void;
}
