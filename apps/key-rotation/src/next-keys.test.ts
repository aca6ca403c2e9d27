import { nextKeys } from './next-keys';

/** key1, key2, … */
function numbered() {
  let count = 0;
  return () => `key${(count += 1)}`;
}

/** The keys of the first rotations, the generated one first. */
function rotations(count: number) {
  const createKey = numbered();
  const generated = ['key0'];
  for (let done = 0; done < count; done += 1) {
    generated.push(nextKeys(generated.at(-1) ?? '', createKey));
  }
  return generated;
}

describe('the keys after a rotation', () => {
  test('a new key is known for a whole rotation before it signs', () => {
    expect(rotations(3)).toEqual(['key0', 'key0,key1', 'key1,key2,key0', 'key2,key3,key1']);
  });

  test('processes that are one rotation apart understand each other, either way', () => {
    const lists = rotations(8).map((keys) => keys.split(','));

    for (const [index, older] of lists.slice(0, -1).entries()) {
      const newer = lists[index + 1] ?? [];
      expect(newer).toContain(older[0]);
      expect(older).toContain(newer[0]);
    }
  });

  test('in the end every key is gone', () => {
    expect(rotations(5).at(-1)).not.toContain('key0');
  });
});
