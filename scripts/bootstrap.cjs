// Runs before every npm script, on whatever Node the host has (20 or newer): installs the locked
// packages when node_modules is missing or stale, and checks that the pinned Node 22 came with them.
const { execFileSync, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const stamp = join(root, 'node_modules', '.patchbay-lockfile');
const pinnedNode = join(root, 'node_modules', '.bin', 'node');
const lockfile = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

function fail(message) {
  console.error(message);
  process.exit(2);
}

function install() {
  console.error('Installing the locked packages (about a minute the first time) …');
  const npm = process.env.npm_execpath;
  const [command, ...args] = npm ? [process.execPath, npm] : ['npm'];
  const result = spawnSync(
    command,
    [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
  if (result.status !== 0) fail('npm ci failed; see above. Is the npm registry reachable?');
  writeFileSync(stamp, lockfile);
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lockfile) install();

if (!existsSync(pinnedNode)) {
  fail(
    `No Node 22 is pinned for ${process.platform}-${process.arch}: add its package to optionalDependencies.`,
  );
}
const version = execFileSync(pinnedNode, ['--version'], { encoding: 'utf8' }).trim();
if (Number(version.slice(1).split('.')[0]) < 22)
  fail(`Node 22 or newer is needed, found ${version}.`);
