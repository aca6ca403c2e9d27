import type { AgentDefinition } from '@patchbay/agent';
import type { CallRecord, CallStore } from '@patchbay/call';
import type { Clock } from '@patchbay/platform';
import { standbyPhrase } from '../standby-phrases';
import { isTooLong, withFiller, writeAbsence, type SeenAbsence } from './bot-absence';
import type { FlowAnswer } from './flow-answer';
import { answerNotGot, handOver, type HumanQueues } from './hand-to-human';
import type { TurnPoll } from './turn-poll';

export interface StandInDependencies extends HumanQueues {
  readonly calls: CallStore;
  readonly clock: Clock;
  /** Object URL of a phrase in the agent's voice, rendered when the call began. */
  readonly phraseUrl: (text: string, agent: AgentDefinition) => string;
}

/** A call that nobody answers for, as one poll finds it. */
export interface LeftCall {
  readonly record: CallRecord;
  readonly poll: TurnPoll;
  /** When the poll began, in epoch milliseconds. */
  readonly pollStartMs: number;
  readonly seen: SeenAbsence;
}

/**
 * What a flow is told while no bridge answers for its call: the last answer, if it never got it;
 * after 15 s, that the caller goes to a human; else a filler, now and then. A `listen` that it
 * never got says nothing to the caller, and waits for whoever takes the call.
 * @returns undefined when there is nothing to say yet, or when the record has changed meanwhile
 */
export async function standIn(
  { record, poll, pollStartMs, seen }: LeftCall,
  deps: StandInDependencies,
): Promise<FlowAnswer | undefined> {
  const last = answerNotGot(record, poll.cursor);
  if (last && last.intent !== 'listen') return last;
  const nowMs = deps.clock.nowMs();
  // Only the cursor after the last answer's can follow: the flow is told of that one first.
  if (isTooLong(seen.absence, nowMs)) return last ?? handOver(record, poll.cursor, deps);
  const next = withFiller(seen, pollStartMs, nowMs);
  if (!next) return undefined;
  if (next !== seen.absence && !(await writeAbsence(record, deps.calls, next))) return undefined;
  const agent = await deps.agents.byId(record.agentId).catch(() => undefined);
  if (!agent) return undefined;
  const text = standbyPhrase(agent, record.epoch === 0, next.fillers);
  return { cursor: poll.cursor, intent: 'speak', responseAudioUrl: deps.phraseUrl(text, agent) };
}
