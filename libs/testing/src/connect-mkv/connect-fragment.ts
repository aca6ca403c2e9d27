export type ConnectTrack = 'AUDIO_FROM_CUSTOMER' | 'AUDIO_TO_CUSTOMER';

/** One fragment of a Connect media stream, without its blocks. Times are epoch milliseconds. */
export interface ConnectFragment {
  /** Decimal digits, growing with each fragment of a stream. */
  readonly fragmentNumber: string;
  readonly producerTimestampMs: number;
  readonly serverTimestampMs: number;
  /** Missing, as Connect sometimes leaves it out of a call's last fragment. */
  readonly contactId?: string | undefined;
  readonly instanceId?: string | undefined;
  readonly millisBehindNow?: number;
  /** The fragment's number in every stream that was seen. */
  readonly continuationToken?: string;
  /** For instance AWS_KINESISVIDEO_ERROR_CODE; written with the trailing tags. */
  readonly extraTags?: Readonly<Record<string, string>>;
}

/** Ways in which documents of the field differ from each other. */
export interface ConnectMkvVariant {
  /** The tracks in the order of their numbers, from 1. */
  readonly tracks: readonly ConnectTrack[];
  /** Names written in place of the usual ones; an empty name is seen for AUDIO_FROM_CUSTOMER. */
  readonly trackNames: Partial<Readonly<Record<ConnectTrack, string>>>;
  /** NULs fill names and codec ids up to this length. */
  readonly paddedNameBytes: number;
  /** Width of the "unknown" size of Segment and Cluster: 8, in some files 1. */
  readonly unknownSizeBytes: number;
  /** Width of a SimpleBlock's size. */
  readonly blockSizeBytes: number;
  /** Width of every other size; as narrow as it fits when left out. */
  readonly sizeBytes?: number;
}

export const CONNECT_MKV: ConnectMkvVariant = {
  tracks: ['AUDIO_FROM_CUSTOMER', 'AUDIO_TO_CUSTOMER'],
  trackNames: {},
  paddedNameBytes: 32,
  unknownSizeBytes: 8,
  blockSizeBytes: 8,
};
