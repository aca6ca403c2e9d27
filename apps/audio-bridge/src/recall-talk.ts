import type { AgentDefinition } from '@patchbay/agent';
import { openTalkOf, type CallRecord, type RuleCounts, type TurnWords } from '@patchbay/call';
import { storedTurnSchema, turnKey } from '@patchbay/contracts';
import type { BridgeDependencies } from './bridge-dependencies';
import { Conversation } from './conversation/conversation';
import type { AskedTool } from './conversation/open-tool-uses';
import { toMessages } from './conversation/talk-history';
import { takeOver } from './conversation/taken-over';

/** A model takes 40 messages at most, of which a turn makes at least one. */
const REMEMBERED_TURNS = 40;

export interface RecalledTalk {
  /** Nobody has carried the call before: its greeting is playing. */
  readonly isNew: boolean;
  readonly conversation: Conversation;
  /** Tools that have done nothing yet: they are run. */
  readonly unfinished: readonly AskedTool[];
  readonly rules?: RuleCounts | undefined;
}

type Sources = Pick<BridgeDependencies, 'history' | 'transcripts' | 'clock'>;

/** The talk as an owner before has left it, and what is due in it. */
export async function recallTalk(
  record: CallRecord,
  agent: Pick<AgentDefinition, 'tools'>,
  sources: Sources,
): Promise<RecalledTalk> {
  const talk = openTalkOf(record);
  const nowMs = sources.clock.nowMs();
  const said = toMessages(await wordsBefore(record, sources));
  const isAction = (name: string) =>
    agent.tools.find((tool) => tool.name === name)?.category !== 'information';
  const over = talk && takeOver(talk.conversation, isAction);
  const conversation = new Conversation({ conversation: over?.conversation, said, nowMs });
  if (over) conversation.cutOff(nowMs);
  const isNew = !talk && record.cursor === 0 && record.turnSequences.length === 0;
  return { isNew, conversation, unfinished: over?.unfinished ?? [], rules: talk?.rules };
}

/** The words of turns that are stored, oldest first. */
async function wordsBefore(record: CallRecord, { history, transcripts }: Sources) {
  const { contactId, agentId } = record;
  const sequences = record.turnSequences.slice(-REMEMBERED_TURNS);
  if (sequences.length === 0) return [];
  const kept = await history.read(contactId, sequences);
  const words = sequences.map(async (sequence) => {
    const known = kept.get(sequence);
    return known ?? wordsOnS3(turnKey(agentId, contactId, sequence), transcripts);
  });
  return Promise.all(words);
}

/** An owner of an older version keeps a turn's words on S3 alone. */
async function wordsOnS3(key: string, transcripts: Sources['transcripts']): Promise<TurnWords> {
  const bytes = await transcripts.get(key);
  const stored = storedTurnSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes) || 'null'));
  return { caller: stored.data?.caller?.text ?? '', bot: stored.data?.bot.text ?? '' };
}
