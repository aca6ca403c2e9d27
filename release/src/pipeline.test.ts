import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { read, ROOT } from './workspace';

const FOLDER = '.github/workflows';
const files = readdirSync(join(ROOT, FOLDER)).map((name) => join(FOLDER, name));

/** The jobs of a workflow, each with its lines: what is indented under `jobs:` by two. */
function jobsOf(file: string): Map<string, string> {
  const [, jobs = ''] = read(file).split(/^jobs:\n/m);
  const parts = jobs.split(/^ {2}([a-z-]+):\n/m).slice(1);
  return new Map(
    parts.flatMap((name, i) => (i % 2 === 0 ? [[name, parts[i + 1] ?? ''] as const] : [])),
  );
}
const jobs = files.flatMap((file) =>
  [...jobsOf(file)].map(([name, text]) => ({ file, name, text })),
);
const usesIn = (text: string) => [...text.matchAll(/uses: (\S+)/g)].map(([, used = '']) => used);

test('every workflow has jobs, and only spaces in front', () => {
  expect(files.length).toBeGreaterThan(1);
  expect(files.filter((file) => jobsOf(file).size === 0 || /^\s*\t/m.test(read(file)))).toEqual([]);
});

test('actions are pinned by a version or a commit', () => {
  const loose = files
    .flatMap((file) => usesIn(read(file)))
    .filter((used) => !used.startsWith('./') && !/@(v\d+|[0-9a-f]{40})$/.test(used));

  expect(loose).toEqual([]);
});

test('a workflow that is called exists', () => {
  const called = files
    .flatMap((file) => usesIn(read(file)))
    .filter((used) => used.startsWith('./'));

  expect(called.length).toBeGreaterThan(0);
  expect(called.filter((path) => !files.includes(path.slice(2)))).toEqual([]);
});

test('a job needs only jobs of its own workflow', () => {
  for (const { file, text } of jobs) {
    const needed = /needs: \[([^\]]*)\]/.exec(text)?.[1]?.split(', ') ?? [];
    expect(needed.filter((name) => !jobsOf(file).has(name))).toEqual([]);
  }
});

test('every job that runs has a time limit, on a runner of a fixed version', () => {
  const running = jobs.filter(({ text }) => /^ {4}steps:/m.test(text));

  expect(running.length).toBeGreaterThan(1);
  expect(running.filter(({ text }) => !/timeout-minutes: \d+/.test(text))).toEqual([]);
  expect(running.filter(({ text }) => !/runs-on: ubuntu-\d\d\.\d\d/.test(text))).toEqual([]);
});

test('a workflow may read the repository and nothing else; only deployments may do more', () => {
  const withoutDefault = files.filter(
    (file) => !/^permissions:\n {2}contents: read$/m.test(read(file)),
  );
  const more = jobs.filter(({ text }) => /(contents|id-token): write/.test(text));

  expect(withoutDefault).toEqual([]);
  expect(more.map(({ name }) => name).toSorted()).toEqual(['deploy', 'dev', 'prod']);
});

test('no key is kept and no stranger’s code gets one: roles by OIDC, no secrets, no pull_request_target', () => {
  for (const file of files) {
    expect(read(file)).not.toMatch(/secrets\.|pull_request_target|AWS_SECRET|aws-secret/);
  }
  expect(read('.github/workflows/deploy.yml')).toMatch(/role-to-assume: \$\{\{ vars\.\w+ \}\}/);
});

test('no command is put together from what a stranger can write', () => {
  const commands = files.flatMap((file) =>
    [...read(file).matchAll(/run: (.*)$/gm)].map(([, run]) => run),
  );

  expect(commands.filter((command) => command?.includes('${{'))).toEqual([]);
});

test('every script that a workflow runs is there and can be run', () => {
  const scripts = files.flatMap((file) => read(file).match(/scripts\/[a-z-]+\.sh/g) ?? []);

  expect(new Set(scripts).size).toBe(2);
  expect(scripts.filter((script) => (statSync(join(ROOT, script)).mode & 0o111) === 0)).toEqual([]);
});

test('a deployment is followed by a call, and a failure of either by the release before', () => {
  const deploy = read('.github/workflows/deploy.yml');
  const at = (text: string) => deploy.indexOf(text);

  expect(at('scripts/deploy.sh')).toBeLessThan(at('scripts/smoke-call.sh'));
  expect(at('scripts/smoke-call.sh')).toBeLessThan(at('if: failure()'));
  expect(deploy.slice(at('if: failure()'))).toContain('scripts/deploy.sh');
});
