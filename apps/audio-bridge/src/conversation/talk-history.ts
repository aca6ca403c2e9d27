import type { HistoryMessage } from '@patchbay/speech';
import { wordsOfParts } from './spoken-words';
import type { Turn } from './turn';

/**
 * What was said in some turns, for a model that must remember it: of the bot's words those that
 * the caller was played or will be.
 */
export function saidIn(turns: readonly Turn[]): HistoryMessage[] {
  return turns.flatMap((turn) => {
    const caller = turn.callerTexts.join(' ');
    const bot = wordsOfParts(turn).filter(Boolean).join(' ');
    return [
      ...(caller ? [{ role: 'user' as const, text: caller }] : []),
      ...(bot ? [{ role: 'assistant' as const, text: bot }] : []),
    ];
  });
}
