import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { read, ROOT } from '../../workspace';
import { CommandRefusal, parse, type Given, type Program } from './command';
import { isThere, registryOf, type Contents } from './contents';
import { REGISTRY_PASSWORD } from './services';

/** The stages of images/Dockerfile, what can be set in it, what it copies and what it runs. */
function dockerfile(file: string) {
  if (!existsSync(join(ROOT, file))) throw new CommandRefusal(`no such file: ${file}`);
  const lines = read(file).replaceAll('\\\n', ' ').split('\n');
  const all = (pattern: RegExp) =>
    lines.flatMap((line) => pattern.exec(line)?.[1]?.split(/\s+/).slice(0) ?? []);
  return {
    stages: all(/^FROM \S+ AS (\S+)/),
    args: all(/^ARG (\w+)/),
    sources: all(/^COPY (?!--)(.*) \S+$/),
    runs: lines.filter((line) => line.startsWith('RUN ')).map((line) => line.slice(4)),
  };
}

/**
 * Docker without an engine: it knows the Dockerfile's stages and arguments, has the files that are
 * copied, puts the image's file system together as the Dockerfile does, and pushes to repositories
 * that there are, after a login.
 */
export function docker(contents: Contents): Program {
  const registry = registryOf(contents.place);
  const built = new Set<string>();
  let loggedIn = false;

  function login({ args, input }: Given) {
    const { words, need } = parse(args, ['username', 'password-stdin', 'password-stdin!']);
    loggedIn =
      words[0] === registry && need('username') === 'AWS' && input.trim() === REGISTRY_PASSWORD;
    if (!loggedIn) throw new CommandRefusal('unauthorized: incorrect username or password');
    return 'Login Succeeded';
  }

  async function build({ args }: Given) {
    const { words, need } = parse(args, ['platform', 'file', 'build-arg', 'target', 'tag']);
    const { stages, args: settable, sources, runs } = dockerfile(need('file'));
    const [name = '', value = ''] = need('build-arg').split('=');
    const missing = sources.filter((source) => !existsSync(join(ROOT, source)));
    if (words.join() !== '.') throw new CommandRefusal('the context must be the workspace');
    if (need('platform') !== 'linux/arm64') throw new CommandRefusal('tasks run on linux/arm64');
    if (!stages.includes(need('target'))) throw new CommandRefusal('target stage not found');
    if (!settable.includes(name)) throw new CommandRefusal(`build-arg ${name} was not consumed`);
    if (missing.length > 0) throw new CommandRefusal(`not found: ${missing.join(', ')}`);
    for (const run of runs.filter((one) => !one.startsWith('npm ')))
      await carryOut(run, name, value);
    built.add(need('tag'));
    return `naming to ${need('tag')}`;
  }

  function push({ args: [image = ''] }: Given) {
    const repository = image.slice(registry.length + 1).split(':')[0] ?? '';
    if (!built.has(image)) throw new CommandRefusal(`image does not exist locally: ${image}`);
    if (!loggedIn) throw new CommandRefusal('no basic auth credentials');
    if (!isThere(contents, 'AWS::ECR::Repository', repository)) {
      throw new CommandRefusal(`repository ${repository} does not exist`);
    }
    if (contents.images.has(image)) throw new CommandRefusal('the tag is immutable');
    contents.images.add(image);
    return `pushed ${image}`;
  }

  return ({ args: [verb = '', ...args], input }) => {
    const known = { login, build, push }[verb];
    if (!known) throw new CommandRefusal(`unknown command: docker ${verb}`);
    return known({ args, input });
  };
}

/** A step of the Dockerfile, in a folder of its own in place of the image's. */
async function carryOut(step: string, argument: string, value: string) {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-image-'));
  try {
    const script = step.replace(/ \/image$/, ` ${folder}`);
    const command = [`${argument}=${value}`, 'sh', '-euc', script];
    await promisify(execFile)('env', command, { cwd: ROOT });
  } catch (error) {
    throw new CommandRefusal(`RUN ${step}: ${(error as { stderr: string }).stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
