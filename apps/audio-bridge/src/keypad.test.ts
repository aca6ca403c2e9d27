import { Keypad } from './keypad';

test('the keys go to the one who asked for them', async () => {
  const keypad = new Keypad();
  const asked = keypad.keys();

  keypad.pressed('1234');
  keypad.pressed('99');

  expect(await asked).toBe('1234');
});

test('a call that ends, and a second question, answer the first with no keys', async () => {
  const keypad = new Keypad();
  const first = keypad.keys();
  const second = keypad.keys();
  keypad.pressed('');

  expect(await Promise.all([first, second])).toEqual(['', '']);
});
