import { Keypad } from './keypad';

const never = new Promise<void>(() => undefined);
const now = Promise.resolve();

test('a key goes to whoever waits for it', async () => {
  const keypad = new Keypad();
  const key = keypad.next(never);

  keypad.press('4');

  expect(await key).toBe('4');
});

test('keys that nobody waits for are lost without a buffer', async () => {
  const keypad = new Keypad();
  keypad.press('4');

  expect(await keypad.next(now)).toBeUndefined();
});

test('keys that follow at once go to the buffer, not to the one who has got a key', async () => {
  const keypad = new Keypad();
  keypad.startBuffering();
  const key = keypad.next(never);

  keypad.press('4');
  keypad.press('5');

  expect([await key, await keypad.next(now)]).toEqual(['4', '5']);
});

test('the buffer hands out up to 30 keys, oldest first', async () => {
  const keypad = new Keypad();
  keypad.startBuffering();
  for (let i = 0; i < 31; i += 1) keypad.press(String(i % 10));

  const keys: (string | undefined)[] = [];
  for (let i = 0; i < 31; i += 1) keys.push(await keypad.next(now));

  expect(keys.slice(0, 3)).toEqual(['0', '1', '2']);
  expect(keys[29]).toBe('9');
  expect(keys[30]).toBeUndefined();
});

test('clearing forgets what was pressed ahead, and what comes after', async () => {
  const keypad = new Keypad();
  keypad.startBuffering();
  keypad.press('1');
  keypad.stopAndClear();
  keypad.press('2');

  expect(await keypad.next(now)).toBeUndefined();
});
