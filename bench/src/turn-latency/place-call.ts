import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';

/** What a running system tells of a call, line by line, as far as it matters here. */
const lineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    progress: z
      .object({
        type: z.string(),
        /** Milliseconds since the call was placed. */
        atMs: z.number(),
        contactId: z.string().optional(),
        action: z.string().optional(),
        uri: z.string().optional(),
        durationMs: z.number().optional(),
        heardAfterMs: z.number().optional(),
      })
      .readonly(),
  }),
  z.object({ kind: z.literal('turn') }),
  z.object({ kind: z.literal('report'), report: z.object({ problems: z.array(z.string()) }) }),
  z.object({ kind: z.literal('refused'), problem: z.string() }),
]);
export type Progress = Extract<z.infer<typeof lineSchema>, { kind: 'progress' }>['progress'];

export interface PlacedCall {
  readonly steps: readonly Progress[];
  /**
   * Epoch milliseconds at which the call was placed. The lines tell the time since then; the
   * quickest of them came through without delay.
   */
  readonly placedAtMs: number;
}

/** Places a call in which the caller says these things in turn, and follows it to its end. */
export async function placeCall(port: string, says: readonly string[]): Promise<PlacedCall> {
  const response = await fetch(`http://127.0.0.1:${port}/patchbay/calls`, {
    method: 'POST',
    body: JSON.stringify({ say: says }),
  });
  if (!response.body) throw new Error('The system told nothing of the call.');
  const steps: Progress[] = [];
  let placedAtMs = Infinity;
  for await (const text of createInterface({ input: Readable.fromWeb(response.body) })) {
    const receivedAtMs = Date.now();
    const line = lineSchema.parse(JSON.parse(text));
    if (line.kind === 'refused') throw new Error(line.problem);
    if (line.kind === 'report') assertServed(line.report.problems);
    if (line.kind !== 'progress') continue;
    steps.push(line.progress);
    placedAtMs = Math.min(placedAtMs, receivedAtMs - line.progress.atMs);
  }
  return { steps, placedAtMs };
}

/** Figures of a call that went wrong would be worth nothing. */
function assertServed(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`A call went wrong: ${problems.join('; ')}`);
}
