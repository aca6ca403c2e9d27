/**
 * The share of the spoken words that were understood, from 0 to 1: one minus the word error rate
 * (substitutions, deletions and insertions by edit distance).
 */
export function wordAccuracy(spoken: string, understood: string): number {
  const said = words(spoken);
  const heard = words(understood);
  return Math.max(0, 1 - editDistance(said, heard) / Math.max(1, said.length));
}

const words = (text: string) => text.toLowerCase().match(/[a-z']+/g) ?? [];

function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, word] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries()) {
      const substituted = (row[j] ?? 0) + (word === other ? 0 : 1);
      next.push(Math.min(substituted, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
