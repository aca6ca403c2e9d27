export interface StoredObject {
  readonly body: Uint8Array;
  readonly contentType: string;
}

/** A bucket in memory; `objects` shows what was put. */
export function createMemoryObjectStore() {
  const objects = new Map<string, StoredObject>();
  return {
    objects,
    get: async (key: string): Promise<Uint8Array | undefined> => objects.get(key)?.body,
    put: async (key: string, body: Uint8Array | string, contentType: string): Promise<void> => {
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body.slice();
      objects.set(key, { body: bytes, contentType });
    },
    text: (key: string): string | undefined => {
      const object = objects.get(key);
      return object && new TextDecoder().decode(object.body);
    },
  };
}
export type MemoryObjectStore = ReturnType<typeof createMemoryObjectStore>;
