import type { TurnWords } from '@patchbay/call';
import type { HistoryMessage } from '@patchbay/speech';
import { wordsOfParts } from './spoken-words';
import type { Turn } from './turn';

/** What was said in a turn; of the bot's words those that the caller was played or will be. */
export const wordsOf = (turn: Turn): TurnWords => ({
  caller: turn.callerTexts.join(' '),
  bot: wordsOfParts(turn).filter(Boolean).join(' '),
});

/** Words of turns as messages, for a model that must remember them. */
export function toMessages(turns: readonly TurnWords[]): HistoryMessage[] {
  return turns.flatMap(({ caller, bot }) => [
    ...(caller ? [{ role: 'user' as const, text: caller }] : []),
    ...(bot ? [{ role: 'assistant' as const, text: bot }] : []),
  ]);
}

export const saidIn = (turns: readonly Turn[]): HistoryMessage[] => toMessages(turns.map(wordsOf));
