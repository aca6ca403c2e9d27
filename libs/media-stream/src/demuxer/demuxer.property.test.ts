import {
  concatBytes,
  element,
  MATROSKA,
  sizeField,
  textBytes,
  uintBytes,
  unknownSizeHeader,
} from '@patchbay/testing';
import { PatchbayError } from '@patchbay/platform';
import fc from 'fast-check';
import { createDemuxer } from './create-demuxer';
import type { DemuxerKind, MediaElement } from './demuxer';

const KINDS: DemuxerKind[] = ['incremental', 'ebml'];

/** A document's bytes and what a demuxer must say of them: the model that both kinds are held to. */
interface Sample {
  readonly bytes: Uint8Array;
  readonly elements: MediaElement[];
}

/** How a master is written: a known size of some width, or an unknown size of some width. */
const masterSize = fc.record({ isKnown: fc.boolean(), width: fc.integer({ min: 4, max: 8 }) });
type MasterSize = typeof masterSize extends fc.Arbitrary<infer T> ? T : never;
const unknownWidth = fc.integer({ min: 1, max: 8 });

const master = (id: number, size: MasterSize, anyWidth: number, content: Uint8Array) =>
  size.isKnown
    ? element(id, content, size.width)
    : concatBytes([unknownSizeHeader(id, anyWidth), content]);

const narrowOrWide = fc.constantFrom(undefined, 2, 3, 4, 5, 6, 7, 8);
const padding = fc.integer({ min: 0, max: 40 });
const word = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 });

/** Elements that a reader must pass over, wherever they stand. */
const filler = fc
  .tuple(
    fc.constantFrom(0xec, 0xbf, 0x63a2, 0x2ad7b1),
    fc.uint8Array({ maxLength: 60 }),
    narrowOrWide,
  )
  .map(([id, content, width]) => element(id, content, width));

const tag: fc.Arbitrary<Sample> = fc
  .record({ name: word, value: word, pad: padding, width: narrowOrWide, filler })
  .map(({ name, value, pad, width, filler: between }) => ({
    bytes: element(
      MATROSKA.tag,
      element(
        MATROSKA.simpleTag,
        concatBytes([
          element(MATROSKA.tagName, textBytes(name, pad), width),
          between,
          element(MATROSKA.tagString, textBytes(value, pad), width),
        ]),
        width,
      ),
      width,
    ),
    elements: [{ kind: 'tag', name, value }],
  }));

const tags: fc.Arbitrary<Sample> = fc
  .tuple(fc.array(tag, { maxLength: 4 }), masterSize, unknownWidth)
  .map(([all, size, anyWidth]) => ({
    bytes: master(MATROSKA.tags, size, anyWidth, concatBytes(all.map(({ bytes }) => bytes))),
    elements: all.flatMap(({ elements }) => elements),
  }));

const tracks: fc.Arbitrary<Sample> = fc
  .record({
    names: fc.array(fc.option(word), { minLength: 1, maxLength: 3 }),
    pad: padding,
    width: narrowOrWide,
  })
  .map(({ names, pad, width }) => ({
    bytes: element(
      MATROSKA.tracks,
      concatBytes(
        names.map((name, index) =>
          element(
            MATROSKA.trackEntry,
            concatBytes([
              ...(name === null ? [] : [element(MATROSKA.name, textBytes(name, pad), width)]),
              element(MATROSKA.trackNumber, uintBytes(index + 1, 2)),
            ]),
          ),
        ),
      ),
    ),
    elements: names.map((name, index) => ({
      kind: 'track',
      trackNumber: index + 1,
      name: name ?? '',
    })),
  }));

const cluster: fc.Arbitrary<Sample> = fc
  .record({
    timecodeMs: fc.integer({ min: 40_000, max: 2 ** 45 }),
    blocks: fc.array(
      fc.record({
        offsetMs: fc.integer({ min: -32_768, max: 32_767 }),
        pcm: fc
          .uint8Array({ minLength: 1, maxLength: 900 })
          .map((half) => concatBytes([half, half])),
        width: fc.constantFrom(undefined, 3, 8),
        filler: fc.option(filler),
      }),
      { maxLength: 6 },
    ),
    size: masterSize,
    anyWidth: unknownWidth,
  })
  .map(({ timecodeMs, blocks, size, anyWidth }) => ({
    bytes: master(
      MATROSKA.cluster,
      size,
      anyWidth,
      concatBytes([
        element(MATROSKA.timecode, uintBytes(timecodeMs, 8)),
        ...blocks.map(({ offsetMs, pcm, width, filler: after }) =>
          concatBytes([
            element(
              MATROSKA.simpleBlock,
              concatBytes([
                sizeField(1),
                uintBytes(offsetMs + 65_536, 2),
                Uint8Array.of(0x80),
                pcm,
              ]),
              width,
            ),
            after ?? new Uint8Array(),
          ]),
        ),
      ]),
    ),
    elements: [
      { kind: 'cluster', timecodeMs },
      ...blocks.map(({ offsetMs, pcm }) => ({
        kind: 'block' as const,
        trackNumber: 1,
        timecodeMs: timecodeMs + offsetMs,
        payload: pcm,
      })),
    ],
  }));

const document: fc.Arbitrary<Sample> = fc
  .tuple(tracks, tags, cluster, tags, filler, masterSize, unknownWidth)
  .map(([entries, before, media, after, between, size, anyWidth]) => {
    const parts = [entries, before, media, after];
    return {
      bytes: concatBytes([
        element(MATROSKA.ebml, element(MATROSKA.docType, textBytes('matroska'))),
        master(
          MATROSKA.segment,
          size,
          anyWidth,
          concatBytes([between, ...parts.map(({ bytes }) => bytes)]),
        ),
      ]),
      elements: [{ kind: 'document' }, ...parts.flatMap(({ elements }) => elements)],
    };
  });

const stream: fc.Arbitrary<Sample> = fc
  .array(document, { minLength: 1, maxLength: 4 })
  .map((documents) => ({
    bytes: concatBytes(documents.map(({ bytes }) => bytes)),
    elements: documents.flatMap(({ elements }) => elements),
  }));

const chunkLengths = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 });

/** Cuts the bytes at the given lengths, over and over. */
function* cut(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  for (let start = 0, index = 0; start < bytes.length; index++) {
    const end = start + (lengths[index % lengths.length] ?? 1);
    yield bytes.subarray(start, end);
    start = end;
  }
}

function demux(kind: DemuxerKind, bytes: Uint8Array, lengths: readonly number[]): MediaElement[] {
  const demuxer = createDemuxer(kind);
  const elements = [...cut(bytes, lengths)].flatMap((chunk) => demuxer.push(chunk));
  demuxer.end();
  return elements;
}

/** Payloads as hexadecimal, so that views, copies and the model's arrays compare by their bytes. */
const plain = (elements: readonly MediaElement[]) =>
  elements.map((item) =>
    item.kind === 'block' ? { ...item, payload: Buffer.from(item.payload).toString('hex') } : item,
  );

describe.each(KINDS)('any stream through the %s demuxer', (kind) => {
  test('is told as it was written, however it is cut', () => {
    fc.assert(
      fc.property(stream, chunkLengths, ({ bytes, elements }, lengths) => {
        expect(plain(demux(kind, bytes, lengths))).toEqual(plain(elements));
      }),
      { numRuns: 150 },
    );
  });

  test('ends in a named error, or in elements, when it is truncated or altered', () => {
    const alteration = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(
        stream,
        chunkLengths,
        fc.array(alteration, { maxLength: 5 }),
        fc.nat(),
        ({ bytes }, lengths, alterations, keep) => {
          const altered = bytes.slice(0, 1 + (keep % bytes.length));
          for (const [at, value] of alterations) altered[at % altered.length] = value;
          try {
            demux(kind, altered, lengths);
          } catch (error) {
            expect(error).toBeInstanceOf(PatchbayError);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
