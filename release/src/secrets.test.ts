import { secretsIn } from './secrets';
import { read, trackedFiles } from './workspace';

/** Integrity hashes are no secrets, and the lockfile is nothing else. */
const SKIPPED = new Set(['package-lock.json']);

test('no tracked file holds a secret', () => {
  const files = trackedFiles().filter((file) => !SKIPPED.has(file));
  const found = files.flatMap((file) =>
    secretsIn(read(file)).map((secret) => `${file}: ${secret}`),
  );

  expect(files.length).toBeGreaterThan(200);
  expect(found).toEqual([]);
});

const letters = (count: number) => 'aB3'.repeat(count).slice(0, count);

/** Put together here, so that this file holds none. */
test.each([
  ['AWS access key', `AKIA${'A1'.repeat(8)}`],
  ['AWS secret key', `aws_secret_access_key = ${letters(40)}`],
  ['private key', `${'-----BEGIN'} EC PRIVATE KEY-----\n${letters(64)}`],
  ['GitHub token', `ghp_${letters(36)}`],
  ['npm token', `//registry.example/:_authToken${'='}${letters(36)}`],
  ['Slack token', `xoxb-${letters(24)}`],
  ['API key', `sk_live_${letters(24)}`],
  ['JSON web token', `eyJ${letters(12)}.eyJ${letters(12)}.${letters(12)}`],
  ['password', `password: '${letters(24)}'`],
  ['password in a URL', `https://someone${':'}${letters(8)}@example.com`],
])('a %s would be found', (kind, text) => {
  expect(secretsIn(`first line\n${text}\n`)).toContain(`${kind} in line 2`);
});
