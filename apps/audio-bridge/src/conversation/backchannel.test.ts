import { isBackchannel } from './backchannel';

test.each(['mhm', 'Uh-huh.', 'mm mm', 'Oh', ''])('%j takes no turn', (text) => {
  expect(isBackchannel(text)).toBe(true);
});

test.each(['yes', 'no', 'oh no', 'stop', 'mhm but my card'])('%j does', (text) => {
  expect(isBackchannel(text)).toBe(false);
});
