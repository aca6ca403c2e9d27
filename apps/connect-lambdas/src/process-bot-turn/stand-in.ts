import type { AgentDefinition } from '@patchbay/agent';
import type { CallRecord, CallStore } from '@patchbay/call';
import type { Clock } from '@patchbay/platform';
import { standbyPhrase } from '../standby-phrases';
import { absenceOf, isTooLong, withFiller, writeAbsence } from './bot-absence';
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
  /** Whether the caller has waited long enough to be spoken to. */
  readonly isLongSilence: boolean;
}

/**
 * What a flow is told while no bridge answers for its call: the last answer, if it never got it;
 * after 15 s, that the caller goes to a human; else a filler, now and then.
 * @returns undefined when there is nothing to say yet, or when the record has changed meanwhile
 */
export async function standIn(
  { record, poll, pollStartMs, isLongSilence }: LeftCall,
  deps: StandInDependencies,
): Promise<FlowAnswer | undefined> {
  const last = answerNotGot(record, poll.cursor);
  if (last) return last;
  const nowMs = deps.clock.nowMs();
  const absence = absenceOf(record, nowMs);
  if (isTooLong(absence, nowMs)) return handOver(record, poll.cursor, deps);
  const next = isLongSilence ? withFiller(absence, pollStartMs, nowMs) : undefined;
  if (!next) return undefined;
  if (next !== absence && !(await writeAbsence(record, deps.calls, next))) return undefined;
  const agent = await deps.agents.byId(record.agentId).catch(() => undefined);
  if (!agent) return undefined;
  const text = standbyPhrase(agent, record.epoch === 0, next.fillers);
  return { cursor: poll.cursor, intent: 'speak', responseAudioUrl: deps.phraseUrl(text, agent) };
}
