/** Entries of one batch request, the most that SQS takes. */
const MAX_ENTRIES = 10;

/** All the bodies and attributes of one batch request, the most that SQS takes: 1 MiB. */
const MAX_BYTES = 1024 * 1024;

/** Requests in hand at once: enough to hide the way to AWS, few enough not to be throttled. */
const PARALLEL = 8;

/** Cuts values, in order, into batches that SQS takes. A value too large by itself is sent alone. */
export function toBatches<T>(values: readonly T[], bytesOf: (value: T) => number = () => 0): T[][] {
  const batches: T[][] = [];
  let bytes = 0;
  for (const value of values) {
    const batch = batches.at(-1);
    const size = bytesOf(value);
    const fits = batch && batch.length < MAX_ENTRIES && bytes + size <= MAX_BYTES;
    if (fits) batch.push(value);
    else batches.push([value]);
    bytes = fits ? bytes + size : size;
  }
  return batches;
}

/** Runs `request` for every batch, a few at a time. @returns the answers, in order */
export async function forEachBatch<T, R>(
  batches: readonly T[][],
  request: (batch: T[]) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  for (let first = 0; first < batches.length; first += PARALLEL) {
    answers.push(...(await Promise.all(batches.slice(first, first + PARALLEL).map(request))));
  }
  return answers;
}

/** Batch entries are told apart by their place in the batch. */
export const entryId = (index: number) => String(index);
