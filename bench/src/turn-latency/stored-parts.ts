import { z } from 'zod';

const storedPartSchema = z.object({
  msg: z.literal('reply part stored'),
  time: z.iso.datetime(),
  contactId: z.string(),
  part: z.int(),
  /** From its last sample to its place in the store. */
  durationMs: z.number(),
});

export interface StoredPart {
  readonly contactId: string;
  readonly part: number;
  /** When its last sample was rendered, in epoch milliseconds. */
  readonly finishedAtMs: number;
  readonly storedAfterMs: number;
}

/** The parts that a bridge stored, as its log at level debug tells. */
export function storedParts(log: string): StoredPart[] {
  return log.split('\n').flatMap((line) => {
    const { data } = storedPartSchema.safeParse(parsed(line));
    if (!data) return [];
    const { contactId, part, durationMs, time } = data;
    const finishedAtMs = Date.parse(time) - durationMs;
    return [{ contactId, part, finishedAtMs, storedAfterMs: durationMs }];
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
