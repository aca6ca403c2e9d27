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
export function parse(args: readonly string[], known: readonly string[]) {
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
