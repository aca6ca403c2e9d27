/** Port: blobs under keys. Puts are idempotent by key. A signal ends a request that hangs. */
export interface ObjectStore {
  /** The object's bytes, or undefined when there is none under that key. */
  get(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** Resolves once the object is durably stored. */
  put(
    key: string,
    body: Uint8Array | string,
    contentType: string,
    signal?: AbortSignal,
  ): Promise<void>;
}
