import {
  block,
  CONNECT_MKV,
  concatBytes,
  connectCall,
  documentEnd,
  documentStart,
  element,
  fragmentNumber,
  MATROSKA,
  pcmBytes,
  uintBytes,
} from '@patchbay/testing';
import { createDemuxer, DEFAULT_DEMUXER } from './create-demuxer';
import type { Demuxer, DemuxerKind, MediaBlockElement, MediaElement } from './demuxer';
import { MAX_BYTES_TO_NEXT_BLOCK } from './document-grammar';

const KINDS: DemuxerKind[] = ['incremental', 'ebml'];
const START_MS = 1_700_000_000_000;
const FRAGMENT = {
  fragmentNumber: fragmentNumber(1),
  producerTimestampMs: START_MS,
  serverTimestampMs: START_MS,
  contactId: 'contact-1',
};
const SAMPLES = Int16Array.from({ length: 512 }, (_, index) => index * 60 - 15_000);
const BLOCK = block('AUDIO_FROM_CUSTOMER', 0, pcmBytes(SAMPLES));

const blocksOf = (elements: MediaElement[]) =>
  elements.filter((item): item is MediaBlockElement => item.kind === 'block');

const tagsOf = (elements: MediaElement[]) =>
  Object.fromEntries(
    elements.flatMap((item) => (item.kind === 'tag' ? [[item.name, item.value]] : [])),
  );

function pushInPieces(demuxer: Demuxer, bytes: Uint8Array, pieceBytes: number): MediaElement[] {
  const elements: MediaElement[] = [];
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    elements.push(...demuxer.push(bytes.subarray(start, start + pieceBytes)));
  }
  return elements;
}

/** What a demuxer says, with payloads as plain numbers so that views of any kind compare. */
const plain = (elements: MediaElement[]) =>
  elements.map((item) => (item.kind === 'block' ? { ...item, payload: [...item.payload] } : item));

describe.each(KINDS)('the %s demuxer', (kind) => {
  test('tells document, tracks, cluster, blocks and tags in the order of the bytes', () => {
    // Act
    const elements = createDemuxer(kind).push(
      concatBytes([documentStart(FRAGMENT), BLOCK, documentEnd(FRAGMENT)]),
    );

    // Assess
    expect(elements.slice(0, 3)).toEqual([
      { kind: 'document' },
      { kind: 'track', trackNumber: 1, name: 'AUDIO_FROM_CUSTOMER' },
      { kind: 'track', trackNumber: 2, name: 'AUDIO_TO_CUSTOMER' },
    ]);
    expect(elements.slice(6, 8)).toEqual([
      { kind: 'cluster', timecodeMs: START_MS },
      expect.objectContaining({ kind: 'block', trackNumber: 1, timecodeMs: START_MS }),
    ]);
    expect(blocksOf(elements).map(({ payload }) => [...payload])).toEqual([[...pcmBytes(SAMPLES)]]);
    expect(tagsOf(elements)).toMatchObject({
      AWS_KINESISVIDEO_FRAGMENT_NUMBER: fragmentNumber(1),
      ContactId: 'contact-1',
      AWS_KINESISVIDEO_CONTINUATION_TOKEN: fragmentNumber(1),
    });
  });

  test.each([1, 2, 3, 7, 64, 1000, 4096])('reads the same in pieces of %i bytes', (pieceBytes) => {
    const documents = connectCall({
      contactId: 'contact-1',
      startMs: START_MS,
      pcm: { AUDIO_FROM_CUSTOMER: new Int16Array(9000).fill(7), AUDIO_TO_CUSTOMER: SAMPLES },
    });
    const whole = concatBytes(documents);

    const pieces = pushInPieces(createDemuxer(kind), whole, pieceBytes);

    expect(plain(pieces)).toEqual(plain(createDemuxer(kind).push(whole)));
    expect(blocksOf(pieces).reduce((sum, { payload }) => sum + payload.length, 0)).toBe(
      2 * (9000 + SAMPLES.length),
    );
  });

  test('takes an unnamed track, block offsets before the cluster, and a single-byte unknown size', () => {
    const variant = {
      ...CONNECT_MKV,
      unknownSizeBytes: 1,
      trackNames: { AUDIO_FROM_CUSTOMER: '' },
    };
    const early = block('AUDIO_FROM_CUSTOMER', 2 ** 16 - 3, pcmBytes(SAMPLES), variant);

    const elements = createDemuxer(kind).push(
      concatBytes([documentStart(FRAGMENT, variant), early]),
    );

    expect(elements[1]).toEqual({ kind: 'track', trackNumber: 1, name: '' });
    expect(blocksOf(elements)[0]?.timecodeMs).toBe(START_MS - 3);
  });

  test.each([2, 5, 7])('reads on through many documents of %i-byte unknown sizes', (bytes) => {
    const variant = { ...CONNECT_MKV, unknownSizeBytes: bytes };
    const document = concatBytes([documentStart(FRAGMENT, variant), BLOCK, documentEnd(FRAGMENT)]);
    const demuxer = createDemuxer(kind);

    const blocks = Array.from({ length: 100 }, () => blocksOf(demuxer.push(document)));

    expect(blocks.flat()).toHaveLength(100);
  });

  test('a stream that stops inside an element is truncated, one between elements is whole', () => {
    const whole = concatBytes([documentStart(FRAGMENT), BLOCK]);
    const demuxer = createDemuxer(kind);
    demuxer.push(whole);
    expect(() => demuxer.end()).not.toThrow();
    for (const missing of [1, 500, 1029, 1035]) {
      const cut = createDemuxer(kind);
      cut.push(whole.subarray(0, whole.length - missing));
      expect(() => cut.end()).toThrow(expect.objectContaining({ name: 'TruncatedMediaError' }));
    }
  });
});

const start = documentStart(FRAGMENT);
const simpleBlock = (content: number[]) => element(MATROSKA.simpleBlock, Uint8Array.from(content));
const emptyCluster = Uint8Array.of(0x1f, 0x43, 0xb6, 0x75, 0xff);
const repeat = (bytes: Uint8Array, count: number) => concatBytes(Array(count).fill(bytes));
const unknownElement = (bytes: number) => element(0xec, new Uint8Array(bytes));

const HOSTILE: Record<string, { bytes: Uint8Array; error: string }> = {
  'no EBML header': { bytes: unknownElement(20), error: 'MalformedMediaError' },
  'a zero id byte': {
    bytes: concatBytes([start, new Uint8Array(8)]),
    error: 'MalformedMediaError',
  },
  'a zero size byte': {
    bytes: concatBytes([start, Uint8Array.of(0xa3, 0, 1, 1)]),
    error: 'MalformedMediaError',
  },
  'an id of five bytes': {
    bytes: concatBytes([start, Uint8Array.of(0x08, 1, 1, 1, 1, 0x81, 0)]),
    error: 'MalformedMediaError',
  },
  'a leaf of 2^40 bytes': {
    bytes: concatBytes([start, Uint8Array.of(0xa3), uintBytes(2 ** 56 + 2 ** 40, 8), BLOCK]),
    error: 'MediaLimitError',
  },
  'a skipped element of 2^40 bytes': {
    bytes: concatBytes([start, Uint8Array.of(0xec), uintBytes(2 ** 56 + 2 ** 40, 8), BLOCK]),
    error: 'MediaLimitError',
  },
  'a leaf of unknown size': {
    bytes: concatBytes([start, Uint8Array.of(0xa3, 0xff), new Uint8Array(200)]),
    error: 'MalformedMediaError',
  },
  'a leaf of unknown size in eight bytes': {
    bytes: concatBytes([start, Uint8Array.of(0xa3, 1), new Uint8Array(7).fill(255), BLOCK]),
    error: 'MalformedMediaError',
  },
  'segments in segments': {
    bytes: repeat(Uint8Array.of(0x18, 0x53, 0x80, 0x67, 0xff), 20_000),
    error: 'MalformedMediaError',
  },
  'clusters without end': {
    bytes: concatBytes([start, repeat(emptyCluster, 20_000)]),
    error: 'MediaLimitError',
  },
  'padding without end': {
    bytes: concatBytes([start, repeat(unknownElement(100), 1000)]),
    error: 'MediaLimitError',
  },
  'tags without end': {
    bytes: concatBytes([start, repeat(documentEnd(FRAGMENT), 1000)]),
    error: 'MediaLimitError',
  },
  'a laced block': {
    bytes: concatBytes([start, simpleBlock([0x81, 0, 0, 0x82, 1, 2])]),
    error: 'LacedBlockError',
  },
  'a block of no known track': {
    bytes: concatBytes([start, simpleBlock([0x83, 0, 0, 0x80, 1, 2])]),
    error: 'MalformedMediaError',
  },
  'an empty block': {
    bytes: concatBytes([start, simpleBlock([0x81, 0, 0, 0x80])]),
    error: 'MalformedMediaError',
  },
  'a block of no content at all': {
    bytes: concatBytes([start, simpleBlock([])]),
    error: 'MalformedMediaError',
  },
  'a block of half a sample': {
    bytes: concatBytes([start, simpleBlock([0x81, 0, 0, 0x80, 1, 2, 3])]),
    error: 'MalformedMediaError',
  },
  'a block before its cluster has a timecode': {
    bytes: concatBytes([start, emptyCluster, BLOCK]),
    error: 'MalformedMediaError',
  },
  'a timecode beyond all numbers': {
    bytes: concatBytes([start, element(MATROSKA.timecode, new Uint8Array(8).fill(0xff))]),
    error: 'MalformedMediaError',
  },
  'a timecode of nine bytes': {
    bytes: concatBytes([start, element(MATROSKA.timecode, new Uint8Array(9))]),
    error: 'MalformedMediaError',
  },
  'a track without a number': {
    bytes: concatBytes([
      start,
      element(MATROSKA.tracks, element(MATROSKA.trackEntry, new Uint8Array())),
      emptyCluster,
    ]),
    error: 'MalformedMediaError',
  },
};

/**
 * CPU time that hostile bytes may cost; the best of several runs, as the machine may be busy. Read once
 * they cost 5 to 25 ms, by what demuxer and machine it is; read again with each byte, seconds.
 */
const TIME_LIMIT_MS = 150;

describe.each(KINDS)('hostile bytes for the %s demuxer', (kind) => {
  test.each(Object.entries(HOSTILE))('%s', (_, { bytes, error }) => {
    const durationsMs: number[] = [];
    for (let run = 0; run < 5; run++) {
      // Prepare
      const demuxer = createDemuxer(kind);
      let pushed = 0;
      const feed = () => {
        for (; pushed < bytes.length; pushed += 1000) {
          demuxer.push(bytes.subarray(pushed, pushed + 1000));
        }
        demuxer.end();
      };

      // Act
      const before = process.cpuUsage();
      expect(feed).toThrow(expect.objectContaining({ name: error }));
      const { user, system } = process.cpuUsage(before);
      durationsMs.push((user + system) / 1000);

      // Assess
      expect(pushed).toBeLessThanOrEqual(start.length + MAX_BYTES_TO_NEXT_BLOCK);
      expect(() => demuxer.push(BLOCK)).toThrow(expect.objectContaining({ name: error }));
    }
    expect(Math.min(...durationsMs)).toBeLessThan(TIME_LIMIT_MS);
  });
});

test('more tracks than any call has are refused', () => {
  const entry = (number: number) =>
    element(MATROSKA.trackEntry, element(MATROSKA.trackNumber, uintBytes(number, 1)));
  const tracks = element(
    MATROSKA.tracks,
    concatBytes(Array.from({ length: 40 }, (_, i) => entry(i))),
  );
  for (const kind of KINDS) {
    const push = () => createDemuxer(kind).push(concatBytes([start, tracks]));
    expect(push).toThrow(expect.objectContaining({ name: 'MediaLimitError' }));
  }
});

test('the default hands on a block that lies whole in a chunk without copying it', () => {
  const chunk = concatBytes([documentStart(FRAGMENT), BLOCK]);

  const [found] = blocksOf(createDemuxer(DEFAULT_DEMUXER).push(chunk));

  expect(found?.payload.buffer).toBe(chunk.buffer);
});
