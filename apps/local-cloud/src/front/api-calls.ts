import type { AwsRequest, AwsResponse } from './aws-service';
import { sendJson } from './exchange';
import { iamAction } from './iam-action';
import { signedBy } from './signed-for';

/** The first part of the path under which a running system tells who asked AWS for what. */
export const API_CALLS_ROUTE = 'api-calls';

/**
 * Who asked AWS for what since the start, as IAM actions by the access key that signed: every
 * component of a local system has a key of its own, as it has a role of its own when deployed.
 */
export class ApiCalls {
  readonly #actions = new Map<string, Set<string>>();

  note(request: AwsRequest): void {
    const caller = signedBy(request);
    if (caller !== undefined) this.noteAction(caller, iamAction(request));
  }

  /** What AWS asks itself for in a component's name. */
  noteAction(caller: string, action: string): void {
    const actions = this.#actions.get(caller) ?? new Set();
    this.#actions.set(caller, actions.add(action));
  }

  readonly handle = async (_: AwsRequest, response: AwsResponse): Promise<void> => {
    const entries = [...this.#actions].map(([caller, actions]) => [caller, [...actions].sort()]);
    sendJson(response, 200, Object.fromEntries(entries));
  };
}
