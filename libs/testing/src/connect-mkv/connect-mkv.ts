import {
  CONNECT_MKV,
  type ConnectFragment,
  type ConnectMkvVariant,
  type ConnectTrack,
} from './connect-fragment';
import {
  concatBytes,
  element,
  sizeField,
  textBytes,
  uintBytes,
  unknownSizeHeader,
} from './ebml-writer';

/** Element IDs of the Matroska specification (RFC 9559). */
export const MATROSKA = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timecodeScale: 0x2ad7b1,
  muxingApp: 0x4d80,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  name: 0x536e,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  tags: 0x1254c367,
  tag: 0x7373,
  simpleTag: 0x67c8,
  tagName: 0x45a3,
  tagString: 0x4487,
  cluster: 0x1f43b675,
  timecode: 0xe7,
  simpleBlock: 0xa3,
} as const;

const AUDIO_TRACK_TYPE = 2;
const KEYFRAME = 0x80;
const MILLISECOND_NS = 1_000_000;

/** What Connect writes although the payload is PCM: an AAC codec and its private bytes. */
const CODEC_ID = 'A_AAC';
const CODEC_PRIVATE = Uint8Array.of(0x15, 0x88);

/**
 * Everything of a fragment's document before its first block: EBML header, Segment, Info, Tracks,
 * Tags and the Cluster with its timecode.
 */
export function documentStart(fragment: ConnectFragment, variant = CONNECT_MKV): Uint8Array {
  const leaf = (id: number, content: Uint8Array) => element(id, content, variant.sizeBytes);
  return concatBytes([
    leaf(MATROSKA.ebml, leaf(MATROSKA.docType, textBytes('matroska'))),
    unknownSizeHeader(MATROSKA.segment, variant.unknownSizeBytes),
    leaf(
      MATROSKA.info,
      concatBytes([
        leaf(MATROSKA.timecodeScale, uintBytes(MILLISECOND_NS, 4)),
        leaf(MATROSKA.muxingApp, textBytes('Kinesis Video Lib')),
      ]),
    ),
    leaf(
      MATROSKA.tracks,
      concatBytes(variant.tracks.map((track, i) => entry(track, i + 1, variant))),
    ),
    tags(leadingTags(fragment), variant),
    unknownSizeHeader(MATROSKA.cluster, variant.unknownSizeBytes),
    leaf(MATROSKA.timecode, uintBytes(fragment.producerTimestampMs, 8)),
  ]);
}

/** One SimpleBlock: PCM16 little-endian bytes, `offsetMs` after the fragment's producer timestamp. */
export function block(
  track: ConnectTrack,
  offsetMs: number,
  pcm: Uint8Array,
  variant = CONNECT_MKV,
): Uint8Array {
  const content = concatBytes([
    sizeField(variant.tracks.indexOf(track) + 1),
    uintBytes(offsetMs, 2),
    Uint8Array.of(KEYFRAME),
    pcm,
  ]);
  return element(MATROSKA.simpleBlock, content, variant.blockSizeBytes);
}

/** The tags after the Cluster; only here does a reader learn whose fragment it was. */
export function documentEnd(fragment: ConnectFragment, variant = CONNECT_MKV): Uint8Array {
  return tags(trailingTags(fragment), variant);
}

function leadingTags(fragment: ConnectFragment): Record<string, string> {
  return {
    AWS_KINESISVIDEO_FRAGMENT_NUMBER: fragment.fragmentNumber,
    AWS_KINESISVIDEO_SERVER_TIMESTAMP: seconds(fragment.serverTimestampMs),
    AWS_KINESISVIDEO_PRODUCER_TIMESTAMP: seconds(fragment.producerTimestampMs),
  };
}

/** The track-named tags carry fixed numbers, also where the real track numbers differ. */
function trailingTags(fragment: ConnectFragment): Record<string, string> {
  return {
    ...(fragment.contactId !== undefined && { ContactId: fragment.contactId }),
    ...(fragment.instanceId !== undefined && { InstanceId: fragment.instanceId }),
    MimeType: 'audio/L16;rate=8000;channels=1;',
    AUDIO_FROM_CUSTOMER: '1',
    AUDIO_TO_CUSTOMER: '2',
    ...fragment.extraTags,
    AWS_KINESISVIDEO_MILLIS_BEHIND_NOW: String(fragment.millisBehindNow ?? 0),
    AWS_KINESISVIDEO_CONTINUATION_TOKEN: fragment.continuationToken ?? fragment.fragmentNumber,
  };
}

function entry(track: ConnectTrack, number: number, variant: ConnectMkvVariant): Uint8Array {
  const leaf = (id: number, content: Uint8Array) => element(id, content, variant.sizeBytes);
  const name = variant.trackNames[track] ?? track;
  return leaf(
    MATROSKA.trackEntry,
    concatBytes([
      leaf(MATROSKA.trackNumber, uintBytes(number, 1)),
      leaf(MATROSKA.trackUid, uintBytes(number, 8)),
      leaf(MATROSKA.trackType, uintBytes(AUDIO_TRACK_TYPE, 1)),
      leaf(MATROSKA.name, textBytes(name, variant.paddedNameBytes)),
      leaf(MATROSKA.codecId, textBytes(CODEC_ID, variant.paddedNameBytes)),
      leaf(MATROSKA.codecPrivate, CODEC_PRIVATE),
    ]),
  );
}

function tags(values: Record<string, string>, variant: ConnectMkvVariant): Uint8Array {
  const leaf = (id: number, content: Uint8Array) => element(id, content, variant.sizeBytes);
  const all = Object.entries(values).map(([name, value]) =>
    leaf(
      MATROSKA.tag,
      leaf(
        MATROSKA.simpleTag,
        concatBytes([
          leaf(MATROSKA.tagName, textBytes(name)),
          leaf(MATROSKA.tagString, textBytes(value)),
        ]),
      ),
    ),
  );
  return leaf(MATROSKA.tags, concatBytes(all));
}

/** Kinesis Video writes its timestamps as seconds with three decimals. */
function seconds(epochMs: number): string {
  return (epochMs / 1000).toFixed(3);
}
