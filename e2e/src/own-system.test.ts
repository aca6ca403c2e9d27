import { resultOf, run } from './running-system';

/** A scenario that sets the system up needs one of its own. */
test('a caller of the scenario long-call is served to the end', async () => {
  const oneCall = ['--once', '--json', '--port', '0', '--speed', '4'];

  const finished = await run('start', ...oneCall, '--scenario', 'long-call');

  expect(resultOf(finished)).toMatchObject({ problems: [], outcome: 'end' });
  expect(finished.exitCode).toBe(0);
});

test('a system that is up refuses such a scenario, and says what to do', async () => {
  const { exitCode, stderr } = await run('start', '--port', '0', '--scenario', 'long-call');

  expect(exitCode).toBe(2);
  expect(stderr).toContain('npm start -- --once --scenario long-call');
});
