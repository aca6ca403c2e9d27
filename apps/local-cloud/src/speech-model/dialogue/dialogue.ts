/** What the model does about what it heard. */
export type Answer =
  | { readonly say: string }
  | { readonly tool: { readonly name: string; readonly input: object } }
  | { readonly silent: true };

/** One conversation: words in, answers out. */
export interface Dialogue {
  /** @param text what was understood, in lower case; undefined when nothing was */
  heard(text: string | undefined): Answer;
  /**
   * @param result of the last tool, as the client told it
   * @returns what to say to it
   */
  toolAnswered(result: unknown): string;
  /**
   * @param told the last words of this side that were heard
   * @returns what is left to say of the last answer; empty when it was said to its end
   */
  rest(told: string): string;
}
