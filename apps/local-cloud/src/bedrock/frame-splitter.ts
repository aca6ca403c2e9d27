import { InvalidInputError } from './invalid-input';

/** Length, header length, prelude checksum and message checksum: no frame is shorter. */
const SMALLEST_FRAME_BYTES = 16;
/** Source: AWS event stream encoding, maximum message size. */
const LARGEST_FRAME_BYTES = 16 * 1024 * 1024;

/** Cuts a byte stream into event-stream frames, each of which begins with its length (4 bytes, big-endian). */
export class FrameSplitter {
  #pending: Buffer = Buffer.alloc(0);

  /** @returns the frames that are now whole @throws InvalidInputError for a length that no frame has */
  push(chunk: Buffer): Buffer[] {
    const frames: Buffer[] = [];
    let rest = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (rest.length >= 4) {
      const bytes = rest.readUInt32BE(0);
      if (bytes < SMALLEST_FRAME_BYTES || bytes > LARGEST_FRAME_BYTES) {
        throw new InvalidInputError(`a frame cannot be ${bytes} bytes long.`);
      }
      if (rest.length < bytes) break;
      frames.push(rest.subarray(0, bytes));
      rest = rest.subarray(bytes);
    }
    this.#pending = rest;
    return frames;
  }
}
