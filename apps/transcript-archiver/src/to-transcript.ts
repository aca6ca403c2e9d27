import type { CallEnded, CallFailed, StoredTurn, Transcript } from '@patchbay/contracts';

type Entry = Transcript['entries'][number];

/** The call's words in order: in each turn the caller's, then the bot's. */
export function toTranscript(
  event: CallEnded | CallFailed,
  turns: readonly StoredTurn[],
): Transcript {
  return {
    version: 1,
    contactId: event.subject,
    agentId: event.data.agentId,
    entries: turns.flatMap(toEntries).filter(({ text }) => text !== ''),
  };
}

/** What the caller said stands at the turn's start, what the bot answered at its end. */
function toEntries({
  sequence,
  caller,
  bot,
  startedAt,
  endedAt,
  interrupted,
}: StoredTurn): Entry[] {
  const answered: Entry = { sequence, speaker: 'bot', text: bot.text, at: endedAt };
  return [
    ...(caller ? [{ sequence, speaker: 'caller' as const, text: caller.text, at: startedAt }] : []),
    interrupted ? { ...answered, interrupted } : answered,
  ];
}
