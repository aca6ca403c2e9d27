import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWav, writePcmWav } from '@patchbay/audio';
import { resultOf, run } from './running-system';

const ONE_CALL = ['--once', '--json', '--port', '0', '--speed', '4'];

describe('one call and out', () => {
  test('prints its result in the last line, in the agreed shape, and leaves nothing behind', async () => {
    const finished = await run('start', ...ONE_CALL, '--scenario', 'hangup');

    const result = resultOf(finished);
    expect(result.problems).toEqual([]);
    expect(finished.exitCode).toBe(0);
    expect(result).toEqual({
      contactId: expect.any(String),
      outcome: 'hangup',
      turns: expect.arrayContaining([
        expect.objectContaining({
          caller: expect.any(String),
          bot: expect.any(String),
          heardAfterMs: null,
        }),
      ]),
      transcriptUri: expect.stringMatching(/^s3:\/\/.+transcript\.json$/),
      transcriptFile: expect.any(String),
      notifications: [],
      heardWav: expect.stringMatching(/\.wav$/),
      seconds: expect.any(Number),
      closedAfterMs: expect.any(Number),
      problems: [],
    });
  });

  test('plays recordings of any rate and channel count, and says that it converted them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-'));
    const wav = join(folder, 'question.wav');
    const { heardWav } = resultOf(await run('start', ...ONE_CALL, '--scenario', 'hangup'));
    const speech = readWav(readFileSync(heardWav)).pcm.subarray(8000, 24000);
    writeFileSync(wav, writePcmWav(speech, 11025));

    const finished = await run('start', ...ONE_CALL, '--wav', wav);

    expect(finished.stderr).toMatch(/converted from 11025 Hz/);
    expect(resultOf(finished).problems).toEqual([]);
    expect(finished.exitCode).toBe(0);
  });
});

describe('bad input gets one clear line and status 2', () => {
  const refused = async (...args: string[]) => {
    const { exitCode, stderr } = await run('start', '--once', '--port', '0', ...args);
    expect(exitCode).toBe(2);
    return stderr.trim();
  };

  test.each([
    ['an unknown scenario', ['--scenario', 'nonesuch'], /No scenario nonesuch/],
    ['an unknown agent', ['--agent', 'nonesuch'], /No agent is named nonesuch/],
    ['a file that is not there', ['--wav', '/nowhere.wav'], /Cannot play \/nowhere\.wav/],
    ['a file that is no WAV', ['--wav', 'package.json'], /Cannot play package\.json/],
    ['a speed that is none', ['--speed', 'fast'], /--speed/],
    ['an unknown option', ['--fast'], /--fast/],
  ])('%s', async (_, args, message) => {
    const line = await refused(...args);
    expect(line).toMatch(message);
    expect(line.split('\n').length).toBeLessThanOrEqual(2);
  });

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;

    const line = await refused('--port', String(port));

    other.close();
    expect(line).toContain(String(port));
    expect(line.split('\n')).toHaveLength(1);
  });

  test('a call when nothing is running', async () => {
    const { exitCode, stderr } = await run('call', '--port', '1', '--scenario', 'balance');

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/npm start/);
  });
});

test('--help shows examples', async () => {
  const { exitCode, stdout } = await run('start', '--help');

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/npm start -- --once --json/);
});
