import type { MediaElement } from './demuxer';
import { PLACE, RULES, UNREAD } from './element-rules';
import { LacedBlockError, MalformedMediaError, MediaLimitError } from './errors';
import { ID, readText, readUint, vintValue, vintWidth } from './matroska';

/** The next block must end within this many bytes of the last one: bounds what is held of it. */
export const MAX_BYTES_TO_NEXT_BLOCK = 64 * 1024;

/** Real documents have some 2 KiB between blocks; more than this is hostile, and slow to read. */
export const MAX_BYTES_BETWEEN_BLOCKS = 8 * 1024;

/** Connect has two tracks; a bound keeps a hostile stream from filling memory with them. */
const MAX_TRACKS = 16;

/** In a SimpleBlock, behind the track number: timecode (2 bytes) and flags. */
const BLOCK_HEAD_BYTES = 3;

/** In a SimpleBlock's flags: how several frames share the block. */
const LACING_BITS = 0x06;

/** What to do with an element's content: walk into it, hand it to {@link DocumentGrammar.read}, or pass over it. */
export type Step = 'descend' | 'read' | 'skip';

/**
 * The meaning of EBML elements in a document, apart from how the bytes are cut into elements.
 * Keeps what the current document said so far, and never more than a few values.
 */
export class DocumentGrammar {
  #place: number = PLACE.outside;
  #tracks = new Set<number>();
  #trackNumber: number | undefined;
  #trackName = '';
  #tagName: string | undefined;
  #tagValue: string | undefined;
  #clusterMs = Number.NaN;
  #lastBlockEnd = 0;

  /**
   * An element begins. `contentStart` counts bytes from the start of the session.
   * @throws MalformedMediaError where it may not stand, MediaLimitError when it reaches too far.
   */
  begin(id: number, sizeBytes: number, contentStart: number, out: MediaElement[]): Step {
    const rule = RULES.get(id) ?? UNREAD;
    if ((rule.within & this.#place) === 0) {
      throw new MalformedMediaError(`${rule.name} is out of place`);
    }
    const isMaster = rule.opens !== undefined;
    this.requireWithinReach(id, isMaster ? contentStart : contentStart + sizeBytes);
    if (isMaster) return this.#open(id, rule.opens, out);
    if (sizeBytes < 0) throw new MalformedMediaError('only a master may have an unknown size');
    if (id === ID.simpleBlock) this.#lastBlockEnd = contentStart + sizeBytes;
    return rule === UNREAD ? 'skip' : 'read';
  }

  /** Takes an element for which `begin` answered `read`: it stands from `start` to `end` in `bytes`. */
  read(id: number, bytes: Uint8Array, start: number, end: number, out: MediaElement[]): void {
    if (id === ID.simpleBlock) out.push(this.#block(bytes, start, end));
    else if (id === ID.timecode) out.push(this.#cluster(readUint(bytes, start, end)));
    else if (id === ID.trackNumber) this.#trackNumber = readUint(bytes, start, end);
    else if (id === ID.name) this.#trackName = readText(bytes, start, end);
    else this.#tagPart(id, readText(bytes, start, end), out);
  }

  /** @throws MediaLimitError when the element's `end`, a byte of the session, is too far behind the last block. */
  requireWithinReach(id: number, end: number): void {
    const limit = id === ID.simpleBlock ? MAX_BYTES_TO_NEXT_BLOCK : MAX_BYTES_BETWEEN_BLOCKS;
    if (end - this.#lastBlockEnd > limit) {
      throw new MediaLimitError(`${limit} bytes since the last block`);
    }
  }

  #open(id: number, place: number, out: MediaElement[]): Step {
    if (this.#place === PLACE.track) this.#closeTrack(out);
    this.#place = place;
    this.#tagName = this.#tagValue = undefined;
    if (id === ID.cluster) this.#clusterMs = Number.NaN;
    if (id === ID.ebml) {
      this.#tracks.clear();
      out.push({ kind: 'document' });
    }
    return 'descend';
  }

  /** A TrackEntry of unknown size is complete only when the next master begins. */
  #closeTrack(out: MediaElement[]): void {
    const trackNumber = this.#trackNumber;
    if (trackNumber === undefined) throw new MalformedMediaError('a track has no number');
    if (this.#tracks.size === MAX_TRACKS) throw new MediaLimitError(`${MAX_TRACKS} tracks`);
    this.#tracks.add(trackNumber);
    out.push({ kind: 'track', trackNumber, name: this.#trackName });
    this.#trackNumber = undefined;
    this.#trackName = '';
  }

  #cluster(timecodeMs: number): MediaElement {
    if (!Number.isSafeInteger(timecodeMs)) {
      throw new MalformedMediaError('a timecode is out of range');
    }
    this.#clusterMs = timecodeMs;
    return { kind: 'cluster', timecodeMs };
  }

  #block(bytes: Uint8Array, start: number, end: number): MediaElement {
    const trackWidth = vintWidth(bytes[start] ?? 0);
    const head = start + trackWidth;
    const trackNumber = vintValue(bytes, start, trackWidth);
    const payloadStart = head + BLOCK_HEAD_BYTES;
    if (end <= payloadStart || (end - payloadStart) % 2 === 1) {
      throw new MalformedMediaError('a block holds no whole samples');
    }
    if (!this.#tracks.has(trackNumber)) throw new MalformedMediaError('a block has no known track');
    if (Number.isNaN(this.#clusterMs)) throw new MalformedMediaError('a cluster has no timecode');
    const offsetMs = (((bytes[head] ?? 0) << 24) >> 16) | (bytes[head + 1] ?? 0);
    if ((bytes[head + 2] ?? 0) & LACING_BITS) throw new LacedBlockError();
    const payload = bytes.subarray(payloadStart, end);
    return { kind: 'block', trackNumber, timecodeMs: this.#clusterMs + offsetMs, payload };
  }

  #tagPart(id: number, text: string, out: MediaElement[]): void {
    if (id === ID.tagName) this.#tagName = text;
    else this.#tagValue = text;
    if (this.#tagName === undefined || this.#tagValue === undefined) return;
    out.push({ kind: 'tag', name: this.#tagName, value: this.#tagValue });
    this.#tagName = this.#tagValue = undefined;
  }
}
