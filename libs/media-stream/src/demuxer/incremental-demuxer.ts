import type { Demuxer, MediaElement } from './demuxer';
import { DocumentGrammar } from './document-grammar';
import { MalformedMediaError, TruncatedMediaError } from './errors';
import { MAX_ID_BYTES, MAX_SIZE_BYTES, vintValue, vintWidth } from './matroska';

/**
 * Reads documents in one pass over the chunks as they come. A block that lies whole in a chunk is
 * handed on as a view; one that spans chunks is gathered once. Between chunks it keeps at most
 * one unfinished element.
 */
export class IncrementalDemuxer implements Demuxer {
  readonly #grammar = new DocumentGrammar();
  /** The bytes of a header that is not complete yet. */
  readonly #header = new Uint8Array(MAX_ID_BYTES + MAX_SIZE_BYTES);
  #headerBytes = 0;
  /** Content of the element #id that is still being gathered. */
  #content: Uint8Array | undefined;
  #gatheredBytes = 0;
  #skipBytes = 0;
  /** The element whose header was read last. */
  #id = 0;
  #sizeBytes = 0;
  /** Bytes of the session before the current chunk. */
  #chunkStart = 0;
  #failure: unknown;

  push(chunk: Uint8Array): MediaElement[] {
    if (this.#failure) throw this.#failure;
    const out: MediaElement[] = [];
    try {
      for (let offset = 0; offset < chunk.length;) offset = this.#advance(chunk, offset, out);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
    this.#chunkStart += chunk.length;
    return out;
  }

  end(): void {
    if (this.#headerBytes > 0 || this.#content || this.#skipBytes > 0) {
      throw new TruncatedMediaError();
    }
  }

  /** Takes the next step from `offset`; @returns the offset after it. */
  #advance(chunk: Uint8Array, offset: number, out: MediaElement[]): number {
    if (this.#skipBytes > 0) return this.#skip(chunk, offset);
    if (this.#content) return this.#gather(this.#content, chunk, offset, out);
    const contentStart = this.#readHeader(chunk, offset);
    if (contentStart < 0) return chunk.length;
    return this.#begin(chunk, contentStart, out);
  }

  #skip(chunk: Uint8Array, offset: number): number {
    const bytes = Math.min(this.#skipBytes, chunk.length - offset);
    this.#skipBytes -= bytes;
    return offset + bytes;
  }

  #gather(content: Uint8Array, chunk: Uint8Array, offset: number, out: MediaElement[]): number {
    const end = Math.min(offset + content.length - this.#gatheredBytes, chunk.length);
    content.set(chunk.subarray(offset, end), this.#gatheredBytes);
    this.#gatheredBytes += end - offset;
    if (this.#gatheredBytes === content.length) {
      this.#content = undefined;
      this.#grammar.read(this.#id, content, 0, content.length, out);
    }
    return end;
  }

  #begin(chunk: Uint8Array, offset: number, out: MediaElement[]): number {
    const step = this.#grammar.begin(this.#id, this.#sizeBytes, this.#chunkStart + offset, out);
    if (step === 'descend') return offset;
    const end = offset + this.#sizeBytes;
    if (end <= chunk.length) {
      if (step === 'read') this.#grammar.read(this.#id, chunk, offset, end, out);
      return end;
    }
    if (step === 'skip') this.#skipBytes = this.#sizeBytes;
    else this.#content = Buffer.allocUnsafe(this.#sizeBytes);
    this.#gatheredBytes = 0;
    return offset;
  }

  /** Reads #id and #sizeBytes; @returns the offset after the header, or -1 if the chunk ends inside it. */
  #readHeader(chunk: Uint8Array, offset: number): number {
    if (this.#headerBytes === 0) {
      const bytes = this.#parseHeader(chunk, offset, chunk.length);
      if (bytes > 0) return offset + bytes;
      this.#header.set(chunk.subarray(offset));
      this.#headerBytes = chunk.length - offset;
      return -1;
    }
    for (let next = offset; next < chunk.length;) {
      this.#header[this.#headerBytes++] = chunk[next++] ?? 0;
      if (this.#parseHeader(this.#header, 0, this.#headerBytes) === 0) continue;
      this.#headerBytes = 0;
      return next;
    }
    return -1;
  }

  /** @returns the header's length, or 0 when `end` comes before it is complete. */
  #parseHeader(bytes: Uint8Array, offset: number, end: number): number {
    const idWidth = vintWidth(bytes[offset] ?? 0);
    if (idWidth > MAX_ID_BYTES) throw new MalformedMediaError('an element id is too long');
    const sizeStart = offset + idWidth;
    if (sizeStart >= end) return 0;
    const sizeWidth = vintWidth(bytes[sizeStart] ?? 0);
    if (sizeWidth > MAX_SIZE_BYTES) throw new MalformedMediaError('an element size is too long');
    if (sizeStart + sizeWidth > end) return 0;
    this.#id = 0;
    for (let index = offset; index < sizeStart; index++)
      this.#id = this.#id * 256 + (bytes[index] ?? 0);
    this.#sizeBytes = vintValue(bytes, sizeStart, sizeWidth);
    return idWidth + sizeWidth;
  }
}
