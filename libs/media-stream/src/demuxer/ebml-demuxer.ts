import ebml, { type Decoder, type EbmlEvent, type EbmlTag } from 'ebml';
import { PatchbayError } from '@patchbay/platform';
import type { Demuxer, MediaElement } from './demuxer';
import { DocumentGrammar } from './document-grammar';
import { MalformedMediaError, MediaLimitError, TruncatedMediaError } from './errors';
import { isAllOnes, MAX_ID_BYTES, UNKNOWN_SIZE } from './matroska';

/** The decoder joins what it has with each chunk, byte by byte, so it is looked at after this many. */
const SLICE_BYTES = 4096;

/** A document is 5 deep; the decoder keeps every open master, so nesting must end somewhere. */
const MAX_DEPTH = 32;

/** The decoder's state between two elements. */
const BETWEEN_ELEMENTS = 1;

const BYTES_PER_HEX_DIGIT = 0.5;

/**
 * Reads documents with the npm package `ebml`, kept from its faults: it is driven directly, not
 * as a stream, so that what it throws ends this session only; its work is looked at after every
 * few KiB; its `end` events, which are wrong for unknown sizes, are not used.
 */
export class EbmlDemuxer implements Demuxer {
  readonly #grammar = new DocumentGrammar();
  readonly #decoder: Decoder = new ebml.Decoder();
  #out: MediaElement[] = [];
  #failure: unknown;

  constructor() {
    this.#decoder.push = (event) => this.#take(event);
  }

  push(chunk: Uint8Array): MediaElement[] {
    if (this.#failure) throw this.#failure;
    this.#out = [];
    try {
      for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
        this.#decoder._transform(
          chunk.subarray(start, start + SLICE_BYTES),
          'buffer',
          () => undefined,
        );
        this.#requireSanity();
      }
    } catch (error) {
      this.#failure = named(error);
      throw this.#failure;
    }
    return this.#out;
  }

  end(): void {
    const { buffer, cursor, state } = this.#decoder;
    if (state !== BETWEEN_ELEMENTS || (buffer?.length ?? 0) > cursor)
      throw new TruncatedMediaError();
  }

  #take([event, tag]: EbmlEvent): boolean {
    if (event === 'end') return true;
    const id = idOf(tag);
    const sizeBytes = sizeOf(tag);
    if (event === 'start' && sizeBytes === UNKNOWN_SIZE) this.#forgetEnd();
    const contentStart = this.#decoder.total - (event === 'tag' ? tag.dataSize : 0);
    const step = this.#grammar.begin(id, sizeBytes, contentStart, this.#out);
    if (step === 'read' && tag.data) {
      const bytes = plainBytes(tag.data);
      this.#grammar.read(id, bytes, 0, bytes.length, this.#out);
    }
    return true;
  }

  /** The decoder would wait for the end of a master whose unknown size it took for a number. */
  #forgetEnd(): void {
    const master = this.#decoder.tagStack.at(-1);
    if (master) master.end = UNKNOWN_SIZE;
  }

  /** What the decoder has not told yet must be bounded, too. */
  #requireSanity(): void {
    const { tagStack, total } = this.#decoder;
    if (tagStack.length > MAX_DEPTH) throw new MediaLimitError(`${MAX_DEPTH} nested elements`);
    const open = tagStack.at(-1);
    if (open?.dataSize === undefined || open.type === 'm') return;
    this.#grammar.requireWithinReach(idOf(open), total + open.dataSize);
  }
}

const idOf = ({ tagStr = '' }: Partial<EbmlTag>) => parseInt(tagStr, 16);

function sizeOf({ tagStr, dataSize, start, end }: EbmlTag): number {
  if (dataSize < 0) return UNKNOWN_SIZE;
  const idBytes = tagStr.length * BYTES_PER_HEX_DIGIT;
  if (idBytes > MAX_ID_BYTES) throw new MalformedMediaError('an element id is too long');
  return isAllOnes(dataSize, end - start - idBytes - dataSize) ? UNKNOWN_SIZE : dataSize;
}

/** The same memory without the package's Buffer class on top. */
function plainBytes(data: Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function named(error: unknown): unknown {
  return error instanceof PatchbayError
    ? error
    : new MalformedMediaError('an element cannot be decoded', error);
}
