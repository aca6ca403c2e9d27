import { z } from 'zod';
import { defineAction, DONE, text } from './action';

const EVENTS = ['CustomerQueue', 'CustomerRemaining', 'AgentWhisper', 'CustomerWhisper'] as const;

/** Says which flow runs when something happens to the contact later; one event an action. */
export const updateContactEventHooks = defineAction({
  parameters: z.strictObject({
    EventHooks: z
      .partialRecord(z.enum(EVENTS), text)
      .refine((hooks) => Object.keys(hooks).length === 1, 'exactly one event'),
  }),
  errors: ['NoMatchingError'],
  run({ EventHooks }, { contact }) {
    for (const [event, flow] of Object.entries(EventHooks)) contact.eventHooks.set(event, flow);
    return DONE;
  },
});
