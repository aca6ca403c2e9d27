import { z } from 'zod';
import { defineAction, DONE, FAILED, text } from './action';

/** All attributes of a contact together (quota "Contact attributes", 32 KB). */
const ATTRIBUTES_LIMIT_BYTES = 32_768;

/** Sets attributes that outlive the flow: the human who takes over sees them. */
export const updateContactAttributes = defineAction({
  parameters: z.strictObject({
    Attributes: z.record(text, text),
    TargetContact: z.literal('Current'),
  }),
  errors: ['NoMatchingError'],
  run({ Attributes }, { contact }) {
    const all = new Map([...contact.attributes, ...Object.entries(Attributes)]);
    if (bytesOf(all) > ATTRIBUTES_LIMIT_BYTES) return FAILED;
    for (const [name, value] of Object.entries(Attributes)) contact.attributes.set(name, value);
    return DONE;
  },
});

/** Sets attributes that live as long as the flow runs. */
export const updateFlowAttributes = defineAction({
  parameters: z.strictObject({
    FlowAttributes: z.record(text, z.strictObject({ Value: text })),
  }),
  errors: ['NoMatchingError'],
  run({ FlowAttributes }, { contact }) {
    for (const [name, { Value }] of Object.entries(FlowAttributes)) {
      contact.flowAttributes.set(name, Value);
    }
    return DONE;
  },
});

const bytesOf = (attributes: ReadonlyMap<string, string>) =>
  [...attributes].reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);
