import type { TurnAnswer } from '@patchbay/contracts';

/** The answers of a call that matter for the next poll. */
export interface AnsweredTurns {
  /** Cursor of the last answer given; 0 is the greeting. */
  readonly cursor: number;
  /** The last answer, absent before the first. */
  readonly lastAnswer?: TurnAnswer | undefined;
}

export type CursorDecision =
  /** The asker has the last answer, and so played it: what is next? */
  | { readonly kind: 'next'; readonly acknowledged: number }
  /** The asker never got the last answer: it must hear the same again. */
  | { readonly kind: 'repeat'; readonly answer: TurnAnswer }
  /** The asker is behind or ahead of this call: nothing may be given to it. */
  | { readonly kind: 'refuse' };

/**
 * The rule of the turn protocol. Connect retries Lambda functions and may run one twice at once,
 * so a poll names the last answer that the flow stored: the same cursor always gets the same
 * answer, a new one acknowledges the answer before.
 */
export function decideOnCursor(answered: AnsweredTurns, asked: number): CursorDecision {
  if (asked === answered.cursor) return { kind: 'next', acknowledged: asked };
  if (asked === answered.cursor - 1 && answered.lastAnswer) {
    return { kind: 'repeat', answer: answered.lastAnswer };
  }
  return { kind: 'refuse' };
}
