/** How much of an answer was heard, in words, and what is left of it. */
export interface Untold {
  readonly heard: number;
  readonly rest: string;
}

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean);

/** What is left of `answer` when the last words that were heard are its first. */
export function untold(answer: string, told: string): Untold {
  const words = wordsOf(answer);
  const before = wordsOf(told);
  for (let heard = Math.min(words.length, before.length); heard > 0; heard--) {
    const isBegun = words.slice(0, heard).join(' ') === before.slice(-heard).join(' ');
    if (isBegun) return { heard, rest: words.slice(heard).join(' ') };
  }
  return { heard: 0, rest: answer };
}
