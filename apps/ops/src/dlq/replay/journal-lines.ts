import { z } from 'zod';

/** Message ids with something about each: their receipt handles, or their new message ids. */
const pairs = z.array(z.tuple([z.string(), z.string()]));

/** A line of the journal: what was done last. */
export const journalLineSchema = z.union([
  z.object({ started: z.iso.datetime() }),
  z.object({ took: pairs }),
  z.object({ sent: pairs }),
  z.object({ removed: z.array(z.string()) }),
  z.object({ finished: z.iso.datetime() }),
]);
export type JournalLine = z.infer<typeof journalLineSchema>;

/** What a journal's lines come to. */
export interface JournalState {
  /** Receipt handles by message id, of all that was taken off the queue's visible letters. */
  readonly taken: Map<string, string>;
  /** New message ids by old ones: never to be sent again. */
  readonly sent: Map<string, string>;
  readonly removed: Set<string>;
  finished: boolean;
}

export const newState = (): JournalState => ({
  taken: new Map(),
  sent: new Map(),
  removed: new Set(),
  finished: false,
});

export function apply(state: JournalState, line: JournalLine): void {
  if ('took' in line) for (const [id, handle] of line.took) state.taken.set(id, handle);
  if ('sent' in line) for (const [id, newId] of line.sent) state.sent.set(id, newId);
  if ('removed' in line) for (const id of line.removed) state.removed.add(id);
  if ('finished' in line) state.finished = true;
}

/** A last line without its end was cut by a kill: what it tells was not yet relied upon. */
export function parseJournal(text: string): JournalState {
  const state = newState();
  for (const line of text.split('\n').slice(0, -1)) {
    apply(state, journalLineSchema.parse(JSON.parse(line)));
  }
  return state;
}
