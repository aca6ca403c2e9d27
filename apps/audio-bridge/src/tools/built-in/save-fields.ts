import { collectedFieldsSchema, type CollectedFields } from '@patchbay/contracts';
import { defineTool, type BuiltInContext } from './built-in-tool';

/**
 * Keeps what the model has found out, in the call's record. The values were checked by the agent's
 * own schemas before; a field that is given again is corrected.
 */
export function saveFields({ agent, checkpoint }: BuiltInContext) {
  let fields: CollectedFields = checkpoint.record.fields ?? {};
  return defineTool(collectedFieldsSchema, async (values) => {
    fields = { ...fields, ...values };
    await checkpoint.save({ fields });
    const toReadBack = Object.keys(values).filter((name) => agent.fields[name]?.readBack);
    if (toReadBack.length === 0) return 'Saved.';
    return (
      `Saved. Read back to the caller what you saved as ${toReadBack.join(', ')}, and ask whether ` +
      'it is right. If not, save what the caller says instead.'
    );
  });
}
