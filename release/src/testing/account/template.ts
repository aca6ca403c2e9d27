/** A CloudFormation template, as far as a deployment must understand it. */
export interface Template {
  readonly Parameters?: Readonly<
    Record<string, { readonly Type: string; readonly Default?: string }>
  >;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Rules?: Readonly<Record<string, { readonly Assertions: readonly Assertion[] }>>;
  readonly Resources: Readonly<Record<string, Declared>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
}

interface Assertion {
  readonly Assert: unknown;
  readonly AssertDescription: string;
}

export interface Declared {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

export interface Output {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Export?: { readonly Name: unknown };
  readonly Condition?: string;
}

/** What CloudFormation answers to a template or a request that it cannot use. */
export class Refusal extends Error {
  readonly code: string;

  constructor(message: string, code = 'ValidationError') {
    super(message);
    this.code = code;
  }
}

/** Where the functions of a template find what they name. Each throws a `Refusal` for what is not there. */
export interface Scope {
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  importValue(name: string): string;
  condition(name: string): boolean;
}

const NO_VALUE = Symbol('AWS::NoValue');
type Args = readonly unknown[];
type Evaluate = (argument: unknown, scope: Scope) => unknown;

/** `Ref` and every `Fn::` that the templates have; one that is not here is refused. */
const FUNCTIONS: Readonly<Record<string, Evaluate>> = {
  Ref: (name, scope) => (name === 'AWS::NoValue' ? NO_VALUE : scope.ref(String(name))),
  'Fn::GetAtt': (argument, scope) => {
    const [id = '', ...attribute] = Array.isArray(argument)
      ? argument
      : String(argument).split('.');
    return scope.getAtt(String(id), attribute.join('.'));
  },
  'Fn::ImportValue': (name, scope) => scope.importValue(String(resolve(name, scope))),
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = argument as [string, unknown];
    return (resolve(parts, scope) as Args).map(text).join(separator);
  },
  'Fn::Split': (argument, scope) => {
    const [separator, value] = argument as [string, unknown];
    return text(resolve(value, scope)).split(separator);
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = argument as [number | string, unknown];
    const found = (resolve(values, scope) as Args)[Number(index)];
    if (found === undefined) throw new Refusal(`Fn::Select finds nothing at index ${index}.`);
    return found;
  },
  'Fn::Sub': (argument, scope) => {
    const [pattern, values] = Array.isArray(argument) ? argument : [argument, {}];
    const own = resolve(values, scope) as Record<string, unknown>;
    return String(pattern).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in own) return text(own[name]);
      const [id = '', ...attribute] = name.split('.');
      return text(attribute.length > 0 ? scope.getAtt(id, attribute.join('.')) : scope.ref(name));
    });
  },
  'Fn::If': (argument, scope) => {
    const [condition, then, otherwise] = argument as [string, unknown, unknown];
    return resolve(scope.condition(condition) ? then : otherwise, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [one, other] = resolve(argument, scope) as Args;
    return text(one) === text(other);
  },
  'Fn::Not': (argument, scope) => !(resolve(argument, scope) as Args)[0],
  'Fn::And': (argument, scope) => (resolve(argument, scope) as Args).every(Boolean),
  'Fn::Or': (argument, scope) => (resolve(argument, scope) as Args).some(Boolean),
  'Fn::Contains': (argument, scope) => {
    const [values, value] = resolve(argument, scope) as [Args, unknown];
    return values.map(text).includes(text(value));
  },
};

function text(value: unknown): string {
  if (typeof value === 'object') throw new Refusal('A function wants text and got a structure.');
  return String(value);
}

/** A value with every function in it carried out. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => resolve(one, scope)).filter((one) => one !== NO_VALUE);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = ['', undefined], ...others] = entries;
  if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const evaluate = FUNCTIONS[name];
    if (!evaluate) throw new Refusal(`Template error: ${name} is not known here.`);
    return evaluate(argument, scope);
  }
  // In a list of conditions, one may be named; in a policy, Condition holds an object.
  if (others.length === 0 && name === 'Condition' && typeof argument === 'string') {
    return scope.condition(argument);
  }
  return Object.fromEntries(
    entries.map(([key, one]) => [key, resolve(one, scope)]).filter(([, one]) => one !== NO_VALUE),
  );
}
