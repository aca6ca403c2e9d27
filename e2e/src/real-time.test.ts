import { resultOf, run } from './running-system';

/** Judged by the clock: npm test runs it when nothing else runs. */
test('a caller whose answer takes four seconds hears a filler soon, and then the answer', async () => {
  const oneCall = ['--once', '--json', '--port', '0', '--speed', '1'];

  const finished = await run('start', ...oneCall, '--scenario', 'slow-tool');

  expect(resultOf(finished)).toMatchObject({ problems: [], outcome: 'end' });
  expect(finished.exitCode).toBe(0);
});
