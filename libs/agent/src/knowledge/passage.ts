/** A stretch of the knowledge base that answers one question. */
export interface Passage {
  /** File and heading, such as `cards#lost-or-stolen`: what is cited and logged. */
  readonly id: string;
  /** The headings above it, from the file's first. */
  readonly title: string;
  readonly text: string;
}
