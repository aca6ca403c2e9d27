import { AwsFault } from '../front/aws-fault';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The refusal that PutRule gives. */
export const invalidPattern = (reason: string) =>
  new AwsFault(
    400,
    'InvalidEventPatternException',
    `Event pattern is not valid. Reason: ${reason}`,
  );

/** The only entry of an operator object such as `{ "prefix": "a" }`. */
export function onlyEntry(expression: JsonObject): [name: string, operand: unknown] {
  const [entry, ...others] = Object.entries(expression);
  if (entry && others.length === 0) return entry;
  throw invalidPattern('Only one key allowed in match expression');
}
