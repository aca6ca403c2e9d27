/** The part of the npm package `ebml` 3.0.0, which brings no types, that we use. */
declare module 'ebml' {
  export interface EbmlTag {
    /** The element's ID in hexadecimal, its length bits included. */
    readonly tagStr: string;
    /** `m` for a master element. */
    readonly type: string | null;
    /** -1 when unknown in eight bytes; narrower unknown sizes come as their largest value. */
    readonly dataSize: number;
    /** Offset of the element's header in the stream. */
    readonly start: number;
    /** Offset behind the element's content, or -1. */
    end: number;
    /** Only on `tag` events: the content, in a Buffer class of the package's own. */
    readonly data?: Uint8Array;
  }

  export type EbmlEvent = readonly ['start' | 'end' | 'tag', EbmlTag];

  export class Decoder {
    readonly buffer: Uint8Array | null;
    readonly cursor: number;
    readonly state: number;
    readonly total: number;
    readonly tagStack: readonly Partial<EbmlTag>[];
    push(event: EbmlEvent): boolean;
    _transform(chunk: Uint8Array, encoding: string, done: () => void): void;
  }
}
