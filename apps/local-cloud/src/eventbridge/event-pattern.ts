import { OPERATORS } from './pattern-operators';
import { invalidPattern, isObject, onlyEntry, type JsonObject } from './pattern-syntax';

export type EventMatcher = (event: JsonObject) => boolean;

/**
 * Compiles the content pattern of an EventBridge rule.
 * @throws AwsFault InvalidEventPatternException, as PutRule does
 */
export function compilePattern(pattern: string): EventMatcher {
  try {
    return compileObject(JSON.parse(pattern));
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidPattern('Filter is not valid JSON');
    throw error;
  }
}

/** Every field of a pattern must match. */
function compileObject(pattern: unknown): EventMatcher {
  if (!isObject(pattern)) throw invalidPattern('Filter is not an object');
  const fields = Object.entries(pattern).map(([name, value]) => compileField(name, value));
  if (fields.length === 0) throw invalidPattern('Empty objects are not allowed');
  return (event) => fields.every((matches) => matches(event));
}

function compileField(name: string, value: unknown): EventMatcher {
  if (name === '$or' && isAlternatives(value)) {
    const alternatives = value.map(compileObject);
    return (event) => alternatives.some((matches) => matches(event));
  }
  if (Array.isArray(value)) return compileValues(name, value);
  if (!isObject(value)) throw invalidPattern(`"${name}" must be an object or an array`);
  const inner = compileObject(value);
  return (event) => objectsAt(event, name).some(inner);
}

/** Outside of this shape `$or` is a field like any other. */
const isAlternatives = (value: unknown): value is JsonObject[] =>
  Array.isArray(value) && value.length > 1 && value.every(isObject);

/** One of the alternatives must match one of the field's values. */
function compileValues(name: string, alternatives: readonly unknown[]): EventMatcher {
  if (alternatives.length === 0) throw invalidPattern('Empty arrays are not allowed');
  const tests = alternatives.map(compileAlternative);
  return (event) => {
    const values = valuesAt(event, name).filter((value) => !isObject(value));
    return tests.some((matches) => matches(values));
  };
}

function compileAlternative(alternative: unknown): (values: readonly unknown[]) => boolean {
  if (Array.isArray(alternative)) throw invalidPattern('An array must not hold an array');
  if (!isObject(alternative)) return (values) => values.includes(alternative);
  const [name, operand] = onlyEntry(alternative);
  if (name === 'exists') {
    if (typeof operand !== 'boolean') throw invalidPattern('exists must be true or false');
    return (values) => values.length > 0 === operand;
  }
  const compile = OPERATORS.get(name);
  if (!compile) throw invalidPattern(`Unrecognized match type ${name}`);
  const test = compile(operand);
  return (values) => values.some(test);
}

/** The objects under a name; an empty one when there is none, so that `exists: false` can hold in it. */
function objectsAt(event: JsonObject, name: string): JsonObject[] {
  const found = valuesAt(event, name);
  return found.length === 0 ? [{}] : found.map((value) => (isObject(value) ? value : {}));
}

/**
 * What stands under a name, arrays opened. EventBridge flattens names, so that `a.b` and `b`
 * within `a` are the same field.
 */
function valuesAt(event: JsonObject, name: string): unknown[] {
  const own = Object.hasOwn(event, name) ? [event[name]].flat(Infinity) : [];
  return [...own, ...nestedValues(event, name), ...dottedValues(event, name)];
}

function nestedValues(event: JsonObject, name: string): unknown[] {
  const dot = name.indexOf('.');
  if (dot <= 0 || !Object.hasOwn(event, name.slice(0, dot))) return [];
  const heads = [event[name.slice(0, dot)]].flat(Infinity).filter(isObject);
  return heads.flatMap((head) => valuesAt(head, name.slice(dot + 1)));
}

function dottedValues(event: JsonObject, name: string): unknown[] {
  const prefix = `${name}.`;
  const inner = Object.entries(event).filter(([field]) => field.startsWith(prefix));
  if (inner.length === 0) return [];
  return [Object.fromEntries(inner.map(([field, value]) => [field.slice(prefix.length), value]))];
}
