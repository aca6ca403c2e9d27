import type { Slot } from './rules';

const UNITS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

const numberOf = (word: string) => (word === 'oh' ? 0 : UNITS.indexOf(word));

/** Banks are open by day: who says "three" means the afternoon. */
const FIRST_HOUR = 8;

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** How words become a value. */
const FORMATS: Readonly<Record<Slot['as'], (words: string) => string>> = {
  text: (words) => words,
  name: (words) => words.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  digits: (words) => words.split(' ').map(numberOf).join(''),
  hour: (words) => {
    const hour = numberOf(words);
    return twoDigits(hour < FIRST_HOUR ? hour + 12 : hour);
  },
};

/** What a dialogue knows: facts that it was given, and what the caller said. */
export class Memory {
  readonly #slots: Readonly<Record<string, Slot>>;
  readonly #known: Map<string, string>;

  constructor(slots: Readonly<Record<string, Slot>>, facts: Readonly<Record<string, string>>) {
    this.#slots = slots;
    this.#known = new Map(Object.entries(facts));
  }

  /** Keeps the words as `text`, and what they say for each slot, also as `<slot>.words`. */
  listen(text: string): void {
    this.#known.set('text', text);
    for (const [name, { pattern, as }] of Object.entries(this.#slots)) {
      const words = new RegExp(pattern).exec(text)?.[1]?.trim();
      if (words === undefined) continue;
      this.#known.set(name, FORMATS[as](words));
      this.#known.set(`${name}.words`, words);
    }
  }

  knows(name: string): boolean {
    return this.#known.has(name);
  }

  /** Fills `{name}` wherever it stands in a text or an object; `{result.…}` leads into `result`. */
  fill<Template>(template: Template, result?: unknown): Template {
    const filled = JSON.stringify(template).replaceAll(/\{([\w.]+)\}/g, (_, path: string) =>
      JSON.stringify(this.#known.get(path) ?? valueAt(path, { result })).slice(1, -1),
    );
    return JSON.parse(filled) as Template;
  }
}

/** What lies at a path such as `result.passages.0.text`; empty where nothing does. */
function valueAt(path: string, root: unknown): string {
  const found = path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], root);
  return found === undefined || found === null ? '' : String(found);
}
