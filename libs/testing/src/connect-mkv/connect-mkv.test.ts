import { EbmlStreamDecoder } from 'ebml-stream';
import { connectCall, fragmentNumber } from './connect-call';
import { CONNECT_MKV } from './connect-fragment';

interface DecodedTag {
  readonly id: number;
  readonly data?: unknown;
  readonly track?: number;
  readonly payload?: Uint8Array;
}

const NAME = 0x536e;
const TAG_STRING = 0x4487;
const TIMECODE = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const START_MS = 1_700_000_000_000;

/** Reads the documents with a public parser, so that the writer is not judged by our own. */
async function decode(bytes: readonly Uint8Array[]): Promise<DecodedTag[]> {
  const decoder = new EbmlStreamDecoder();
  const decoded: DecodedTag[] = [];
  decoder.on('data', (tag: DecodedTag) => decoded.push(tag));
  for (const chunk of bytes) decoder.write(Buffer.from(chunk));
  await new Promise((resolve) => decoder.end(resolve));
  return decoded;
}

const ramp = (length: number) => Int16Array.from({ length }, (_, index) => index % 30_000);
const valuesOf = (decoded: DecodedTag[], id: number) =>
  decoded.filter((tag) => tag.id === id).map((tag) => String(tag.data));

describe('connectCall', () => {
  test('a public parser reads tracks, tags, times and alternating blocks back', async () => {
    // Prepare
    const documents = connectCall({
      contactId: 'contact-1',
      startMs: START_MS,
      pcm: { AUDIO_FROM_CUSTOMER: ramp(9000), AUDIO_TO_CUSTOMER: ramp(9000) },
      lastWithoutContactId: true,
    });

    // Act
    const decoded = await decode(documents);

    // Assess
    expect(documents).toHaveLength(2);
    expect(valuesOf(decoded, NAME).slice(0, 2)).toEqual([
      'AUDIO_FROM_CUSTOMER'.padEnd(CONNECT_MKV.paddedNameBytes, '\0'),
      'AUDIO_TO_CUSTOMER'.padEnd(CONNECT_MKV.paddedNameBytes, '\0'),
    ]);
    expect(valuesOf(decoded, TAG_STRING)).toContain(fragmentNumber(1001));
    expect(valuesOf(decoded, TAG_STRING).filter((value) => value === 'contact-1')).toHaveLength(1);
    expect(valuesOf(decoded, TIMECODE).map(Number)).toEqual([START_MS, START_MS + 1024]);
    const blocks = decoded.filter((tag) => tag.id === SIMPLE_BLOCK && tag.payload);
    expect(blocks.slice(0, 4).map((tag) => tag.track)).toEqual([1, 2, 1, 2]);
    const lengths = blocks.map((tag) => tag.payload?.length);
    expect(lengths.slice(0, 32)).toEqual(Array(32).fill(1024));
    expect(lengths.slice(32)).toEqual([1024, 1024, 592, 592]);
  });

  test('variants change what the field varies: order of tracks, unknown size, size widths', async () => {
    for (const variant of [
      { unknownSizeBytes: 1, blockSizeBytes: 1 + 1 },
      { sizeBytes: 8, paddedNameBytes: 0 },
    ]) {
      const [document = new Uint8Array()] = connectCall({
        contactId: 'contact-1',
        startMs: START_MS,
        pcm: { AUDIO_FROM_CUSTOMER: ramp(512), AUDIO_TO_CUSTOMER: ramp(512) },
        variant: { tracks: ['AUDIO_TO_CUSTOMER', 'AUDIO_FROM_CUSTOMER'], ...variant },
      });
      const names = valuesOf(await decode([document]), NAME).map((name) =>
        name.replace(/\0+$/, ''),
      );
      expect(names).toEqual(['AUDIO_TO_CUSTOMER', 'AUDIO_FROM_CUSTOMER']);
    }
  });
});
