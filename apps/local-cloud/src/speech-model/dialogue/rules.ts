import { z } from 'zod';

/** Wordings of one thing to say; each session picks its own. `{…}` stands for what is known. */
const variants = z.array(z.string().min(1)).min(1);

const toolCall = z.strictObject({
  name: z.string().min(1),
  input: z.record(z.string(), z.unknown()),
  /** Said once the tool's result is there, which is `{result.…}`. */
  afterwards: variants,
});

const rule = z
  .strictObject({
    /** Without it, whatever is said in the rule's state, understood or not. */
    intent: z.string().min(1).optional(),
    /** Where in the dialogue the rule holds; without it, everywhere where no other does. */
    state: z.string().min(1).optional(),
    /** Slots that must be known; without them, the next rule counts. */
    needs: z.array(z.string()).default([]),
    say: variants.optional(),
    tool: toolCall.optional(),
    /** Listens on and says nothing. */
    silent: z.literal(true).optional(),
    /** Where the dialogue stands afterwards; without it, at its beginning. */
    next: z.string().min(1).optional(),
  })
  .refine(
    ({ say, tool, silent }) =>
      [say, tool, silent].filter((action) => action !== undefined).length === 1,
    { message: 'needs one of say, tool and silent' },
  )
  .refine(({ intent, state }) => intent !== undefined || state !== undefined, {
    message: 'needs an intent or a state',
  });
export type Rule = z.infer<typeof rule>;

const slot = z.strictObject({
  /** A regular expression whose one group is the value in words. */
  pattern: z.string().refine(hasOneGroup, 'must be a regular expression with one group'),
  as: z.enum(['text', 'name', 'digits', 'hour']).default('text'),
});
export type Slot = z.infer<typeof slot>;

/** What is remembered of what the caller says, by name. */
export const slotsSchema = z.record(z.string(), slot);

/** `agents/<agentId>/local-model/rules.json`: what the stand-in for the speech model answers. */
export const rulesSchema = z
  .strictObject({
    /** By intent, the words that show it; of several intents that show, the first one counts. */
    intents: z.record(z.string(), z.array(z.string().min(1)).min(1)),
    slots: slotsSchema.default({}),
    rules: z.array(rule),
    notUnderstood: z.strictObject({
      say: variants,
      /** So many, and the tool is called instead of asking again. */
      missesInARow: z.int().min(1),
      then: toolCall,
    }),
    /** Said when a tool's result tells of a failure. */
    toolFailed: variants,
  })
  .superRefine(({ intents, rules, slots }, context) => {
    const reached = new Set(rules.map(({ next }) => next));
    rules.forEach(({ intent, state, needs }, index) => {
      if (intent !== undefined && !Object.hasOwn(intents, intent))
        report(index, 'intent', 'is not among the intents');
      if (state !== undefined && !reached.has(state)) report(index, 'state', 'is never reached');
      if (!needs.every((name) => Object.hasOwn(slots, name)))
        report(index, 'needs', 'is not among the slots');
    });

    function report(index: number, field: string, message: string): void {
      context.addIssue({ code: 'custom', path: ['rules', index, field], message });
    }
  });

export type Rules = z.infer<typeof rulesSchema>;
export type ToolCall = z.infer<typeof toolCall>;

function hasOneGroup(pattern: string): boolean {
  try {
    return new RegExp(`${pattern}|`).exec('')?.length === 2;
  } catch {
    return false;
  }
}
