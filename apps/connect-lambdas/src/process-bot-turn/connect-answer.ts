import type { ConnectLambdaAnswer, TurnAnswer } from '@patchbay/contracts';

/** Connect refuses an answer of 32 KB; with it a transfer would lose even its reason. */
const ANSWER_LIMIT_BYTES = 32_000;

/** The length of a sound is the bridge's affair; fields have a form of their own. */
const NOT_FOR_THE_FLOW = new Set(['durationMs', 'fields']);

/**
 * An answer as a contact flow reads it: a flat map of strings, a transfer's fields as one JSON
 * text. Fields that would make the answer too long for Connect are left out.
 */
export function toConnectAnswer(answer: TurnAnswer): ConnectLambdaAnswer {
  const flat = Object.fromEntries(
    Object.entries(answer)
      .filter(([name]) => !NOT_FOR_THE_FLOW.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
  if (answer.intent !== 'transfer' || !answer.fields) return flat;
  const withFields = { ...flat, fields: JSON.stringify(answer.fields) };
  return Buffer.byteLength(JSON.stringify(withFields)) < ANSWER_LIMIT_BYTES ? withFields : flat;
}
