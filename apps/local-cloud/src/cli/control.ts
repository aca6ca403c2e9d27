import type { Writable } from 'node:stream';
import { PatchbayError } from '@patchbay/platform';
import { z } from 'zod';
import type { AwsRequest, AwsResponse } from '../front/aws-service';
import { parseJson, readBody } from '../front/exchange';
import type { CallReport } from './call-report';
import { runCall, type CallNews } from './run-call';
import type { System } from './system';

/** The first part of the path under which a running system takes calls from `npm run call`. */
export const CONTROL_ROUTE = 'patchbay';

const callRequestSchema = z.object({
  scenario: z.string().optional(),
  say: z.array(z.string()).optional(),
  wav: z.array(z.string()).optional(),
  agent: z.string().optional(),
});

/** One line of the answer to a call that was asked for. */
export type ControlLine =
  | CallNews
  | { readonly kind: 'report'; readonly report: CallReport }
  | { readonly kind: 'refused'; readonly problem: string };

/** Takes calls over HTTP: each is placed, and told line by line as JSON, its report last. */
export class Control {
  #system: System | undefined;
  #speed = 1;

  /** From now on calls are placed with this system. */
  attach(system: System, speed: number): void {
    this.#system = system;
    this.#speed = speed;
  }

  readonly handle = async (request: AwsRequest, response: AwsResponse): Promise<void> => {
    const body = parseJson(await readBody(request));
    response.setHeader('content-type', 'application/x-ndjson');
    const lines: Writable = response;
    const write = (line: ControlLine) => void lines.write(`${JSON.stringify(line)}\n`);
    try {
      write({ kind: 'report', report: await this.#place(body, write) });
    } catch (error) {
      const known = error instanceof PatchbayError || error instanceof z.ZodError;
      write({ kind: 'refused', problem: known ? error.message : 'the call could not be placed' });
    }
    response.end();
  };

  #place(body: unknown, tell: (news: CallNews) => void): Promise<CallReport> {
    const request = callRequestSchema.parse(body);
    if (!this.#system) throw new NotReadyError();
    const options = { speed: this.#speed, alone: false };
    return runCall(withoutUndefined(request), options, this.#system, tell);
  }
}

class NotReadyError extends PatchbayError {
  constructor() {
    super('NotReadyError', 'The system is still starting; try again in a moment.', {
      retryable: true,
    });
  }
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

const withoutUndefined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<
    Partial<T>
  >;
