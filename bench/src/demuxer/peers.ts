import { createDemuxer } from '@patchbay/media-stream';
import ebml from 'ebml';
import ebmlStream from 'ebml-stream';
import tsEbml from 'ts-ebml';
import type { Transform } from 'node:stream';

/** Takes a call's chunks apart. @returns the bytes of sound found, so that nobody measures less. */
export type Peer = (chunks: readonly Buffer[]) => number | Promise<number>;

/** Track number, timecode and flags in front of a SimpleBlock's sound. */
const BLOCK_HEAD_BYTES = 4;

const SIMPLE_BLOCK = 0xa3;

export const PEERS = {
  ours: (chunks) => {
    const demuxer = createDemuxer();
    let bytes = 0;
    for (const chunk of chunks) {
      for (const element of demuxer.push(chunk)) {
        if (element.kind === 'block') bytes += element.payload.length;
      }
    }
    return bytes;
  },

  ebml: (chunks) =>
    streamed(new ebml.Decoder() as unknown as Transform, chunks, ([event, tag]: EbmlEvent) =>
      event === 'tag' && tag.name === 'SimpleBlock' ? tag.payload.length : 0,
    ),

  ebml_stream: (chunks) =>
    streamed(new ebmlStream.EbmlStreamDecoder(), chunks, (tag: EbmlStreamTag) =>
      tag.id === SIMPLE_BLOCK ? (tag.payload?.length ?? 0) : 0,
    ),

  ts_ebml: (chunks) => {
    const decoder = new tsEbml.Decoder();
    let bytes = 0;
    for (const chunk of chunks) {
      for (const element of decoder.decode(chunk.buffer as ArrayBuffer)) {
        if (element.name === 'SimpleBlock' && element.type === 'b') {
          bytes += element.data.length - BLOCK_HEAD_BYTES;
        }
      }
    }
    return bytes;
  },
} satisfies Record<string, Peer>;

export type PeerName = keyof typeof PEERS;

type EbmlEvent = readonly [string, { readonly name: string; readonly payload: Uint8Array }];
type EbmlStreamTag = { readonly id: number; readonly payload?: Uint8Array };

/** Drives a parser that is a stream, as its documentation shows. */
async function streamed<Data>(
  parser: Transform,
  chunks: readonly Buffer[],
  soundBytes: (data: Data) => number,
): Promise<number> {
  let bytes = 0;
  parser.on('data', (data: Data) => (bytes += soundBytes(data)));
  for (const chunk of chunks) parser.write(chunk);
  await new Promise((resolve) => parser.once('end', resolve).end());
  return bytes;
}
