import { LambdaInstance } from './lambda-instance';
import type { LambdaInvoker, LambdaResult } from './lambda-invoker';

export interface LambdaFunction {
  /** An ES module that exports `handler(event, context)`. */
  readonly bundlePath: string;
  /** The whole environment of the function. */
  readonly env: Readonly<Record<string, string>>;
  /** How many may run at once (reserved concurrency); one more is throttled. */
  readonly concurrency?: number;
  /**
   * How many events an instance takes at once; 1 as on Lambda's own machines, more as on Lambda
   * Managed Instances. A machine of few cores cannot start an instance for each of many calls.
   */
  readonly eventsAtOnce?: number;
}

export interface LambdaHostOptions {
  readonly functions: Readonly<Record<string, LambdaFunction>>;
  /** Where the functions' output goes; the standard output if absent. */
  readonly logPath?: string;
}

export interface LambdaHost extends LambdaInvoker {
  /** Kills every instance; what runs ends with an error. */
  close(): Promise<void>;
}

/** Source: Lambda quotas, here for one function. */
const DEFAULT_CONCURRENCY = 1000;

/**
 * Runs functions as Lambda does: an instance takes one event at a time, unless told otherwise, and
 * is used again while it is warm. One instance of each is started ahead, so that a first caller waits for no cold start.
 */
export function createLambdaHost({ functions, logPath }: LambdaHostOptions): LambdaHost {
  const pools = new Map(
    Object.entries(functions).map(([name, spec]) => [name, new FunctionPool(name, spec, logPath)]),
  );
  return {
    async invoke(functionArn, event, timeoutMs) {
      const pool = pools.get(functionName(functionArn));
      return pool?.invoke(event, timeoutMs) ?? failed('ResourceNotFoundException');
    },
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.close()))),
  };
}

/** `name` of `arn:aws:lambda:<region>:<account>:function:<name>[:<alias>]`, or a plain name as it is. */
const functionName = (arn: string) => /:function:([^:]+)/.exec(arn)?.[1] ?? arn;

const failed = (errorType: string): LambdaResult => ({ kind: 'error', errorType });

class FunctionPool {
  readonly #start: () => LambdaInstance;
  readonly #concurrency: number;
  readonly #eventsAtOnce: number;
  readonly #all = new Set<LambdaInstance>();
  /** Instances with room, the one that was used last at the end. */
  readonly #idle: LambdaInstance[] = [];

  constructor(name: string, spec: LambdaFunction, logPath: string | undefined) {
    const env = { ...spec.env, AWS_LAMBDA_FUNCTION_NAME: name };
    this.#concurrency = spec.concurrency ?? DEFAULT_CONCURRENCY;
    this.#eventsAtOnce = spec.eventsAtOnce ?? 1;
    this.#start = () => new LambdaInstance({ bundlePath: spec.bundlePath, logPath, env });
    this.#idle.push(this.#add());
  }

  async invoke(event: unknown, timeoutMs: number): Promise<LambdaResult> {
    const instance = this.#take();
    if (!instance) return failed('TooManyRequestsException');
    const invocation = instance.invoke(event, timeoutMs);
    this.#offer(instance);
    const result = await invocation;
    if (instance.isAlive) this.#offer(instance);
    else this.#all.delete(instance);
    return result;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((instance) => instance.close()));
  }

  #take(): LambdaInstance | undefined {
    for (let warm = this.#idle.pop(); warm; warm = this.#idle.pop()) {
      if (warm.isAlive) return warm;
      this.#all.delete(warm);
    }
    return this.#all.size < this.#concurrency ? this.#add() : undefined;
  }

  /** It can be taken for another event, if it has room. */
  #offer(instance: LambdaInstance): void {
    const hasRoom = instance.running < this.#eventsAtOnce;
    if (hasRoom && !this.#idle.includes(instance)) this.#idle.push(instance);
  }

  #add(): LambdaInstance {
    const instance = this.#start();
    this.#all.add(instance);
    return instance;
  }
}
