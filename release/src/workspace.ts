import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Every file that is part of the product: those that git tracks, or without git all but what is built. */
export function trackedFiles(): string[] {
  if (existsSync(join(ROOT, '.git'))) {
    const listed = execFileSync(
      'git',
      ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    );
    return listed.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)));
  }
  const built = new Set(['node_modules', 'dist', '.nx', '.local', 'coverage']);
  return globSync('**/*', {
    cwd: ROOT,
    exclude: ({ name }) => built.has(name),
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length + 1));
}

/** A script of the workspace on the Node that runs this. */
export const runScript = (...args: string[]) =>
  execFileSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
