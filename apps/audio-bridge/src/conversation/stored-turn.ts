import type { StoredTurn } from '@patchbay/contracts';
import { wordsOfParts } from './spoken-words';
import type { Turn } from './turn';

export interface TurnPlace {
  readonly contactId: string;
  readonly agentId: string;
  readonly sequence: number;
}

/** A finished turn in the form in which it is archived. */
export function toStoredTurn(turn: Turn, place: TurnPlace): StoredTurn {
  const texts = wordsOfParts(turn);
  return {
    version: 1,
    ...place,
    startedAt: new Date(turn.startedAtMs).toISOString(),
    endedAt: new Date(turn.endedAtMs).toISOString(),
    ...(turn.callerTexts.length > 0 && { caller: { text: turn.callerTexts.join(' ') } }),
    bot: {
      text: texts.filter(Boolean).join(' '),
      parts: turn.parts.flatMap(({ cursor = 0, audioKey, durationMs, dropped }, index) =>
        dropped ? [] : [{ cursor, text: texts[index] ?? '', audioKey, durationMs }],
      ),
    },
    tools: turn.tools,
    ...(turn.transfer && { transfer: turn.transfer }),
    interrupted: turn.interrupted,
  };
}

/** The turn's facts alone: when it was, what was played, which tools were used. */
export function withoutWords(turn: StoredTurn): StoredTurn {
  const { caller, bot, transfer, ...facts } = turn;
  return {
    ...facts,
    ...(caller && { caller: { text: '' } }),
    bot: { text: '', parts: bot.parts.map((part) => ({ ...part, text: '' })) },
    ...(transfer && { transfer: { ...transfer, summary: '' } }),
  };
}
