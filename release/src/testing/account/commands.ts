import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { read, ROOT } from '../../workspace';
import { isThere, registryOf, type Contents } from './contents';
import { REGISTRY_PASSWORD } from './services';

/** A command as somebody gave it. */
export interface Given {
  readonly args: readonly string[];
  readonly input: string;
}

/** Told on standard error, with status 1. */
export class CommandRefusal extends Error {}

/** @returns what it prints */
export type Program = (given: Given) => string | Promise<string>;

/** `--name value` and `--name=value`, and what stands between them; every option must be known. */
function parse(args: readonly string[], known: readonly string[]) {
  const options = new Map<string, string>();
  const words: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (!arg.startsWith('--')) {
      words.push(arg);
      continue;
    }
    const [name = '', value] = arg.slice(2).split(/=(.*)/s);
    if (!known.includes(name)) throw new CommandRefusal(`unknown flag: --${name}`);
    options.set(name, known.includes(`${name}!`) ? '' : (value ?? rest.shift() ?? ''));
  }
  const need = (name: string) => {
    const value = options.get(name);
    if (value === undefined || value === '') throw new CommandRefusal(`--${name} is needed`);
    return value;
  };
  return { words, need };
}

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

/** The two commands of the AWS CLI that a deployment gives: the registry's password, and its images. */
export function aws(contents: Contents): Program {
  return ({ args: [service, verb, ...args] }) => {
    if (service !== 'ecr') throw new CommandRefusal(`not played here: aws ${service} ${verb}`);
    if (verb === 'get-login-password') {
      requireRegion(parse(args, ['region']).need('region'));
      return REGISTRY_PASSWORD;
    }
    if (verb !== 'describe-images') throw new CommandRefusal(`not played here: aws ecr ${verb}`);
    const { need } = parse(args, ['region', 'repository-name', 'image-ids']);
    requireRegion(need('region'));
    const tag = need('image-ids').replace(/^imageTag=/, '');
    const image = `${registryOf(contents.place)}/${need('repository-name')}:${tag}`;
    if (!contents.images.has(image)) throw new CommandRefusal('ImageNotFoundException');
    return '{}';
  };

  function requireRegion(region: string) {
    if (region !== contents.place.region) throw new CommandRefusal(`nothing is in ${region}`);
  }
}
