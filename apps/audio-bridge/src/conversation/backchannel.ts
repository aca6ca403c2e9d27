/**
 * Sounds by which a listener says "go on": they take no turn. Words that answer a question, such
 * as "yes", are none of them.
 */
const BACKCHANNELS = new Set(
  'mhm|mm|mmhm|mm-hm|mmm|hm|hmm|uh|uhm|um|uh-huh|uhuh|aha|ah|oh|huh'.split('|'),
);

/** Whether somebody who says this only listens. */
export function isBackchannel(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}-]+/gu) ?? [];
  return words.every((word) => BACKCHANNELS.has(word));
}
