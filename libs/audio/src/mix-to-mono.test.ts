import { mixToMono } from './mix-to-mono';

describe('mixToMono', () => {
  test('is the mean of the channels, without overflow', () => {
    const stereo = Int16Array.of(100, 300, 32767, 32767, -32768, -32768, 1000, -1000);
    expect([...mixToMono(stereo, 2)]).toEqual([200, 32767, -32768, 0]);
  });

  test('hands mono on', () => {
    const pcm = Int16Array.of(1, 2, 3);
    expect(mixToMono(pcm, 1)).toBe(pcm);
  });
});
