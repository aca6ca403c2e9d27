import { untold } from './untold';

test.each([
  ['of an answer that was cut off, its end', 'Well. It is ten', 'dollars.', 3],
  ['of one that was heard, nothing', 'It is ten dollars.', '', 4],
  ['of one that was not begun, all', 'One moment.', 'It is ten dollars.', 0],
  ['of one before which nothing was said, all', '', 'It is ten dollars.', 0],
])('%s is left', (_, told, rest, heard) => {
  expect(untold('It is ten dollars.', told)).toEqual({ heard, rest });
});
