import { EchoTrack } from './echo-track';

const ramp = (length: number, from: number) =>
  Int16Array.from({ length }, (_, index) => from + index);

describe('the echo of a stretch', () => {
  test('is the very block where the tracks run in step', () => {
    const echo = new EchoTrack();
    const block = ramp(512, 0);
    echo.push(1000, block);

    expect(echo.reaches(1064)).toBe(true);
    expect(echo.reaches(1065)).toBe(false);
    expect(echo.take(1000, 512)).toBe(block);
  });

  test('is joined over blocks that run out of step, silent where nothing is known', () => {
    const echo = new EchoTrack();
    echo.push(1000, ramp(80, 1));
    echo.push(1010, ramp(80, 81));
    echo.push(1030, ramp(80, 500));

    const stretch = echo.take(1005, 240);

    expect([...stretch.subarray(0, 120)]).toEqual([...ramp(120, 41)]);
    expect([...stretch.subarray(120, 200)]).toEqual(Array(80).fill(0));
    expect([...stretch.subarray(200)]).toEqual([...ramp(40, 500)]);
  });

  test('keeps a bounded past', () => {
    const echo = new EchoTrack();
    for (let index = 0; index < 1000; index++) echo.push(index * 64, ramp(512, 1));

    expect(echo.take(0, 8)).toEqual(new Int16Array(8));
    expect(echo.take(999 * 64, 512)).toEqual(ramp(512, 1));
  });
});
