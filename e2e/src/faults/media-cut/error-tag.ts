import { concatBytes, element, MATROSKA, textBytes } from '@patchbay/testing';

/** The service could not read the stream's storage; source: GetMedia, error codes. */
const ERROR_CODE = '4000';

/** Tags by which GetMedia says that it gives the session up. */
export const errorTags = (): Uint8Array =>
  element(
    MATROSKA.tags,
    element(
      MATROSKA.tag,
      element(
        MATROSKA.simpleTag,
        concatBytes([
          element(MATROSKA.tagName, textBytes('AWS_KINESISVIDEO_ERROR_CODE')),
          element(MATROSKA.tagString, textBytes(ERROR_CODE)),
        ]),
      ),
    ),
  );

/** Elements whose content follows as elements of the same level here. */
const OPEN: readonly number[] = [MATROSKA.segment, MATROSKA.cluster];

/**
 * Where the first block ends that reaches to `atLeast` or beyond it: there an error tag can stand.
 * @param media the session from its first byte; undefined while it does not reach so far
 */
export function endOfBlock(media: Uint8Array, atLeast: number): number | undefined {
  for (let at = 0; at < media.length;) {
    const idBytes = widthAt(media, at);
    const id = bigEndian(media.subarray(at, at + idBytes));
    const sizeAt = at + idBytes;
    const sizeBytes = widthAt(media, sizeAt);
    const size = bigEndian(
      media.subarray(sizeAt + 1, sizeAt + sizeBytes),
      firstBits(media, sizeAt),
    );
    at += idBytes + sizeBytes + (OPEN.includes(id) ? 0 : size);
    if (id === MATROSKA.simpleBlock && at >= atLeast && at <= media.length) return at;
  }
  return undefined;
}

/** A variable-length integer tells its width by the zeros before its first bit. */
const widthAt = (media: Uint8Array, at: number) => Math.clz32(media[at] ?? 0) - 23;

/** Of its first byte, what is part of the number. */
const firstBits = (media: Uint8Array, at: number) =>
  (media[at] ?? 0) % 2 ** (8 - widthAt(media, at));

const bigEndian = (bytes: Uint8Array, first = 0) =>
  bytes.reduce((sum, byte) => sum * 256 + byte, first);
