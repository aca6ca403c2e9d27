import { FrameSplitter } from './frame-splitter';
import { InvalidInputError } from './invalid-input';

function frame(bytes: number, fill: number): Buffer {
  const buffer = Buffer.alloc(bytes, fill);
  buffer.writeUInt32BE(bytes);
  return buffer;
}

test.each([1, 3, 7, 40, 1000])('frames come out whole from chunks of %i bytes', (chunkBytes) => {
  const frames = [frame(16, 1), frame(50, 2), frame(23, 3)];
  const stream = Buffer.concat(frames);
  const splitter = new FrameSplitter();

  const found: Buffer[] = [];
  for (let at = 0; at < stream.length; at += chunkBytes) {
    found.push(...splitter.push(stream.subarray(at, at + chunkBytes)));
  }

  expect(found).toEqual(frames);
});

test.each([0, 15, 2 ** 31])('a length of %i is refused', (bytes) => {
  const lengthAlone = Buffer.alloc(4);
  lengthAlone.writeUInt32BE(bytes);

  expect(() => new FrameSplitter().push(lengthAlone)).toThrow(InvalidInputError);
});
