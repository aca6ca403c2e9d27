import { z } from 'zod';
import type { Call } from '../services';

/** How an action went, and so which of its transitions is taken. */
export type ActionResult =
  | { readonly kind: 'done' }
  /** A value for the action's conditions. */
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'error'; readonly errorType: ErrorType }
  /** The flow is over; `left`: the contact goes on as it is. */
  | { readonly kind: 'ended'; readonly outcome: 'end' | 'transfer' | 'left' };

export type ErrorType =
  | 'NoMatchingError'
  | 'NoMatchingCondition'
  | 'QueueAtCapacity'
  | 'CallFailed'
  | 'ConnectionTimeLimitExceeded';

export const DONE: ActionResult = { kind: 'done' };
export const FAILED: ActionResult = { kind: 'error', errorType: 'NoMatchingError' };

/** What the simulation knows of one `Type` of the flow language. */
export interface ActionType {
  /** Error branches that must be there; no others may be. */
  readonly errors: readonly ErrorType[];
  /** Whether the action branches by `Conditions`. */
  readonly hasConditions: boolean;
  /** Whether it can be left only by ending the flow. */
  readonly endsFlow: boolean;
  /** Whether it goes on until the contact leaves, and so has no next action. */
  readonly loops: boolean;
  /** Parameters that cannot be run here, each as `path: why`. */
  problemsOf(parameters: unknown): string[];
  /** Runs it with parameters whose references are resolved. */
  run(parameters: unknown, call: Call): Promise<ActionResult>;
}

interface Definition<S extends z.ZodType> {
  /** The parameters as they stand in the flow, where references are still text. */
  readonly parameters: S;
  readonly errors: readonly ErrorType[];
  readonly hasConditions?: boolean;
  readonly endsFlow?: boolean;
  readonly loops?: boolean;
  run(parameters: z.infer<S>, call: Call): Promise<ActionResult> | ActionResult;
}

/**
 * Defines an action. A resolved reference can be empty or no longer match the schema (a limit that
 * is no number): the action then takes its error branch, as on a real instance.
 */
export function defineAction<S extends z.ZodType>(definition: Definition<S>): ActionType {
  return {
    errors: definition.errors,
    hasConditions: definition.hasConditions ?? false,
    endsFlow: definition.endsFlow ?? false,
    loops: definition.loops ?? false,
    problemsOf(parameters) {
      const { error } = definition.parameters.safeParse(parameters);
      return (error?.issues ?? []).map(describeIssue);
    },
    async run(parameters, call) {
      const { data, success } = definition.parameters.safeParse(parameters);
      return success ? definition.run(data, call) : FAILED;
    },
  };
}

const describeIssue = ({ path, message }: z.core.$ZodIssue) =>
  `${path.map(String).join('.') || 'Parameters'}: ${message}`;

/** A scalar of the flow language: always a string, never an empty one. */
export const text = z.string().min(1);
