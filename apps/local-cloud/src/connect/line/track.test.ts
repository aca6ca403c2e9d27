import { Track } from './track';

const pcm = (...samples: number[]) => Int16Array.from(samples);

test('sounds stand where they were laid, with silence around them', () => {
  const track = new Track();
  track.place(1, pcm(1, 2, 3));

  const first = track.read(0, 1.25);
  const second = track.read(1.25, 2);

  expect([...first]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
  expect([...second]).toEqual([3, 0, 0, 0, 0, 0]);
});

test('a sound that is laid too late starts where reading has got to, whole', () => {
  const track = new Track();
  track.read(0, 2);

  const startMs = track.place(1, pcm(1, 2, 3));

  expect(startMs).toBe(2);
  expect([...track.read(2, 2.5)]).toEqual([1, 2, 3, 0]);
});

test('a cut silences what has not been read', () => {
  const track = new Track();
  track.place(0, pcm(1, 2, 3, 4, 5, 6, 7, 8));
  track.place(1, pcm(9));
  track.read(0, 0.25);

  track.cut(0.5);

  expect([...track.read(0.25, 1.25)]).toEqual([3, 4, 0, 0, 0, 0, 0, 0]);
});
