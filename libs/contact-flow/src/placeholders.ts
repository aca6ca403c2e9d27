/** What stands in a committed flow for what only a deployment knows: `${HumanQueueArn}`. */
const PLACEHOLDER = /\$\{(\w+)\}/g;

export type Placeholders = Readonly<Record<string, string>>;

/** The names of a flow's placeholders, each once, in order of appearance. */
export const placeholdersIn = (content: string): string[] => [
  ...new Set([...content.matchAll(PLACEHOLDER)].map(([, name = '']) => name)),
];

/** Puts values in the place of placeholders; one without a value stays. */
export const fillPlaceholders = (content: string, values: Placeholders): string =>
  content.replaceAll(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
