import type { TurnScript } from '@patchbay/local-cloud';

/** Three answers, one of them after a tool, and a transfer: every kind of effect in a short call. */
export const SCRIPT: TurnScript = {
  turns: 4,
  toolTurns: [2],
  tool: 'note_turn',
  ending: {
    name: 'transfer_to_agent',
    input: { reason: 'other', summary: 'The caller has said all.' },
  },
};

/** The shortest call with a tool in it. */
export const SHORT_SCRIPT: TurnScript = { ...SCRIPT, turns: 2, toolTurns: [1] };

/** How such a call ends, unless it is taken from the model: by a transfer for the model's reason. */
export const AS_SCRIPTED = { outcome: 'transfer', reason: 'other' } as const;
