import { LambdaInstance } from './lambda-instance';
import type { LambdaInvoker, LambdaResult } from './lambda-invoker';

export interface LambdaFunction {
  /** An ES module that exports `handler(event, context)`. */
  readonly bundlePath: string;
  /** The whole environment of the function. */
  readonly env: Readonly<Record<string, string>>;
  /** How many may run at once (reserved concurrency); one more is throttled. */
  readonly concurrency?: number;
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
 * Runs functions as Lambda does: an instance takes one event at a time and is used again while it
 * is warm. One instance of each is started ahead, so that a first caller waits for no cold start.
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
  readonly #all = new Set<LambdaInstance>();
  readonly #idle: LambdaInstance[] = [];

  constructor(name: string, spec: LambdaFunction, logPath: string | undefined) {
    const env = { ...spec.env, AWS_LAMBDA_FUNCTION_NAME: name };
    this.#concurrency = spec.concurrency ?? DEFAULT_CONCURRENCY;
    this.#start = () => new LambdaInstance({ bundlePath: spec.bundlePath, logPath, env });
    this.#idle.push(this.#add());
  }

  async invoke(event: unknown, timeoutMs: number): Promise<LambdaResult> {
    const instance = this.#take();
    if (!instance) return failed('TooManyRequestsException');
    const result = await instance.invoke(event, timeoutMs);
    if (instance.isAlive) this.#idle.push(instance);
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

  #add(): LambdaInstance {
    const instance = this.#start();
    this.#all.add(instance);
    return instance;
  }
}
