import { concatBytes, connectCall } from '@patchbay/testing';
import { randomNumbers } from '../random-numbers';

const SAMPLE_RATE_HZ = 8000;

/** The media of a call with the caller's track alone, as GetMedia delivers it. */
export function oneTrackCall(seconds: number): Uint8Array {
  const random = randomNumbers(1);
  const pcm = Int16Array.from(
    { length: seconds * SAMPLE_RATE_HZ },
    () => (random() - 0.5) * 2 ** 15,
  );
  const documents = connectCall({
    contactId: '00000000-0000-4000-8000-000000000001',
    startMs: 1_700_000_000_000,
    pcm: { AUDIO_FROM_CUSTOMER: pcm },
    variant: { tracks: ['AUDIO_FROM_CUSTOMER'] },
  });
  return concatBytes(documents);
}

/** The bytes as a socket would hand them out, each chunk in memory of its own. */
export function chunksOf(bytes: Uint8Array, chunkBytes: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    chunks.push(Buffer.from(bytes.slice(at, at + chunkBytes).buffer));
  }
  return chunks;
}
