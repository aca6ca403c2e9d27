import { resultOf, run } from './running-system';

/** Scenarios that set the system up need one of their own. */
test.each([
  // A filler comes a second after the tool was called, by the clock of life.
  ['slow-tool', 1],
  ['long-call', 4],
])(
  'a caller of the scenario %s is served to the end, at %i times the speed of life',
  async (scenario, speed) => {
    const finished = await run(
      'start',
      ...['--once', '--json', '--port', '0', '--speed', String(speed), '--scenario', scenario],
    );

    expect(resultOf(finished)).toMatchObject({ problems: [], outcome: 'end' });
    expect(finished.exitCode).toBe(0);
  },
);

test('a system that is up refuses such a scenario, and says what to do', async () => {
  const { exitCode, stderr } = await run('start', '--port', '0', '--scenario', 'long-call');

  expect(exitCode).toBe(2);
  expect(stderr).toContain('npm start -- --once --scenario long-call');
});
