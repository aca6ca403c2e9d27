import type { OpenToolUse } from '@patchbay/call';
import type { HistoryMessage, Recollection } from '@patchbay/speech';
import { LOST_RESULT } from './taken-over';

/** How a talk stands between two models. */
export interface Standing {
  readonly history: readonly HistoryMessage[];
  /** Uses of tools that no model has spoken of. */
  readonly untold: readonly OpenToolUse[];
  /** What the caller waits for, if no tool has to do with it. */
  readonly due: Recollection['due'];
}

/** A tool's result is all that the next model needs to go on: nothing is asked of it besides. */
export function recollect({ history, untold, due }: Standing): Recollection {
  return {
    history,
    due: untold.length > 0 ? undefined : due,
    results: untold.flatMap(resultOf),
    atWork: untold
      .filter(({ stage }) => stage === 'asked' || stage === 'running')
      .map(({ toolUseId, name }) => ({ toolUseId, name })),
  };
}

function resultOf({ toolUseId, name, stage, result }: OpenToolUse): Recollection['results'] {
  if (stage === 'lost') return [{ toolUseId, name, result: LOST_RESULT }];
  const isKnown = stage === 'answered' && result !== undefined;
  return isKnown ? [{ toolUseId, name, result: JSON.parse(result) }] : [];
}
