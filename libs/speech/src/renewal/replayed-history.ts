import type { HistoryMessage } from '../speech-session';

/** What a model takes of a history; it refuses a session that is opened with more. */
export interface HistoryCaps {
  readonly messages: number;
  readonly bytesPerMessage: number;
  readonly bytesInAll: number;
}

/**
 * The newest part of a talk that a model takes: neighbours of one role merged, long messages
 * without their beginning, the first message the caller's.
 */
export function replayable(
  history: readonly HistoryMessage[],
  caps: HistoryCaps,
): HistoryMessage[] {
  const messages = merged(history).map(({ role, text }) => ({
    role,
    text: lastWords(text, caps.bytesPerMessage),
  }));
  const newest = withinBytes(messages.slice(-Math.max(1, caps.messages)), caps.bytesInAll);
  const first = newest.findIndex(({ role }) => role === 'user');
  return first < 0 ? [] : newest.slice(first);
}

/** A fraction of the caps, for a model that takes less than it was thought to. */
export function scaled(caps: HistoryCaps, factor: number): HistoryCaps {
  const { messages, bytesPerMessage, bytesInAll } = caps;
  return { messages: messages * factor, bytesPerMessage, bytesInAll: bytesInAll * factor };
}

/** The caller's words with which a history ends, and what was said before them. */
export function lastQuestion(history: readonly HistoryMessage[]): {
  readonly before: readonly HistoryMessage[];
  readonly question: string;
} {
  const start = history.findLastIndex(({ role }) => role === 'assistant') + 1;
  const question = history.slice(start).map(({ text }) => text);
  return { before: history.slice(0, start), question: question.join(' ') };
}

function merged(history: readonly HistoryMessage[]): HistoryMessage[] {
  const messages: HistoryMessage[] = [];
  for (const { role, text } of history) {
    if (text.trim() === '') continue;
    const last = messages.at(-1);
    if (last?.role === role) messages[messages.length - 1] = { role, text: `${last.text} ${text}` };
    else messages.push({ role, text });
  }
  return messages;
}

function withinBytes(messages: readonly HistoryMessage[], limit: number): HistoryMessage[] {
  let bytes = 0;
  const first =
    messages.findLastIndex(({ text }) => (bytes += Buffer.byteLength(text)) > limit) + 1;
  return messages.slice(first);
}

/** As many of the last words as fit; of one endless word, its end. */
function lastWords(text: string, limitBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limitBytes) return text;
  const tail = bytes.subarray(bytes.length - limitBytes);
  const wholeLetters = tail.subarray(tail.findIndex((byte) => (byte & 0xc0) !== 0x80)).toString();
  const firstWord = wholeLetters.indexOf(' ') + 1;
  return wholeLetters.slice(firstWord);
}
