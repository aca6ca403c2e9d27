interface ObjectStore {
  get(key: string): Promise<Uint8Array | undefined>;
  put(key: string, body: Uint8Array | string, contentType: string): Promise<void>;
}

/** What every object store must do. `create` answers an empty store. */
export function describeObjectStore(name: string, create: () => Promise<ObjectStore>) {
  describe(`${name} keeps the contract of an object store`, () => {
    let store: ObjectStore;

    beforeEach(async () => {
      store = await create();
    });

    test('gets back the same bytes, for every byte', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);

      await store.put('calls/a b/1.wav', bytes, 'audio/wav');

      expect(Buffer.from((await store.get('calls/a b/1.wav')) ?? [])).toEqual(Buffer.from(bytes));
    });

    test('stores text as UTF-8', async () => {
      await store.put('t.json', '"Müller"', 'application/json');

      expect(new TextDecoder().decode(await store.get('t.json'))).toBe('"Müller"');
    });

    test('has nothing under a key that was never put', async () => {
      expect(await store.get('missing.json')).toBeUndefined();
    });

    test('the last of two puts stays', async () => {
      await store.put('t.json', '1', 'application/json');
      await store.put('t.json', '2', 'application/json');

      expect(new TextDecoder().decode(await store.get('t.json'))).toBe('2');
    });
  });
}
