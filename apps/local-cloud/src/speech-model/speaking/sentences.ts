/** The sentences of a text, each with its mark; the model speaks one at a time. */
export function sentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.trim() !== '');
}
