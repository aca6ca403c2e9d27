import type { ConnectLambdaAnswer } from '@patchbay/contracts';
import type { FlowAnswer } from './flow-answer';

/** Connect refuses an answer of 32 KB; with it a transfer would lose even its reason. */
const ANSWER_LIMIT_BYTES = 32_000;

/** Fits in any script: not even control characters, six bytes each in JSON, fill the answer. */
const SHORT_SUMMARY_CHARACTERS = 4000;

/** The length of a sound is the bridge's affair; fields have a form of their own. */
const NOT_FOR_THE_FLOW = new Set(['durationMs', 'fields']);

/**
 * An answer as a contact flow reads it: a flat map of strings, a transfer's fields as one JSON
 * text. What would make the answer too long for Connect is left out: first the fields, then the
 * end of the summary.
 */
export function toConnectAnswer(answer: FlowAnswer): ConnectLambdaAnswer {
  const flat = Object.fromEntries(
    Object.entries(answer)
      .filter(([name]) => !NOT_FOR_THE_FLOW.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
  if (answer.intent !== 'transfer') return flat;
  const withFields = { ...flat, ...(answer.fields && { fields: JSON.stringify(answer.fields) }) };
  if (fits(withFields)) return withFields;
  const summary = answer.summary.slice(0, SHORT_SUMMARY_CHARACTERS).toWellFormed();
  return fits(flat) ? flat : { ...flat, summary };
}

const fits = (answer: ConnectLambdaAnswer) =>
  Buffer.byteLength(JSON.stringify(answer)) < ANSWER_LIMIT_BYTES;
