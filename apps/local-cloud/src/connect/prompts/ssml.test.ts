import { readSsml } from './ssml';

test('breaks and text are read in order', () => {
  expect(readSsml('<speak>Wait<break time="0.4s"/>please<break time="100ms" /></speak>')).toEqual([
    { kind: 'text', text: 'Wait' },
    { kind: 'break', durationMs: 400 },
    { kind: 'text', text: 'please' },
    { kind: 'break', durationMs: 100 },
  ]);
});

test.each([
  'Hello',
  '<speak><emphasis>Hi</emphasis></speak>',
  '<speak><break strength="x"/></speak>',
])('other markup is not: %s', (markup) => {
  expect(readSsml(markup)).toBeUndefined();
});
