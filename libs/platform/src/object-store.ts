/** Port: blobs under keys. Puts are idempotent by key. */
export interface ObjectStore {
  /** The object's bytes, or undefined when there is none under that key. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Resolves once the object is durably stored. */
  put(key: string, body: Uint8Array | string, contentType: string): Promise<void>;
}
