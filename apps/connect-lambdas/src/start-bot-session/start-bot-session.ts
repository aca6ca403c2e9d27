import type { AgentCatalog, AgentDefinition } from '@patchbay/agent';
import {
  newCallRecord,
  WriteRefusedError,
  type BotSwitch,
  type CallRecord,
  type CallStore,
} from '@patchbay/call';
import {
  BOT_SWITCHED_OFF,
  callStarted,
  type CallMessage,
  type ConnectLambdaAnswer,
  type ConnectLambdaEvent,
} from '@patchbay/contracts';
import type { EventBus, MessageSender } from '@patchbay/messaging';
import type { Clock, Logger } from '@patchbay/platform';
import { chooseAgent } from '../choose-agent';
import { mediaStreamOf } from '../contact-flow-event';
import { toConnectAnswer } from '../process-bot-turn/connect-answer';
import { announceStart } from './announce-start';
import { prepareStandby, type StandbyDependencies } from './prepare-standby';

const SWITCHED_OFF_SUMMARY =
  'The voice bot is switched off. Please ask the caller what the call is about.';

export interface StartBotSessionDependencies extends StandbyDependencies {
  readonly agents: AgentCatalog;
  readonly botSwitch: BotSwitch;
  readonly calls: CallStore;
  readonly callQueue: MessageSender;
  readonly bus: EventBus;
  /** Object URL of the agent's greeting, rendered once and then found. */
  readonly greetingUrl: (agent: AgentDefinition) => Promise<string>;
  readonly clock: Clock;
}

/**
 * Hands a contact to the bot: puts its record if there is none, tells the bridges by a message on
 * the `calls` queue, and answers with the greeting, which plays while a bridge takes the call.
 * Connect may repeat it: the record is put once, the message is always sent, the answer is the same.
 * While the agent is switched off, the answer is a transfer and nothing else happens.
 * @throws UnknownAgentError when neither the flow nor the dialled number names an agent
 */
export async function startBotSession(
  event: ConnectLambdaEvent,
  dependencies: StartBotSessionDependencies,
): Promise<ConnectLambdaAnswer> {
  const agent = await chooseAgent(event, dependencies.agents);
  if (await dependencies.botSwitch.isOff(agent.agentId)) {
    return straightToHuman(event, agent, dependencies.logger);
  }
  const prepared = prepareStandby(agent, dependencies);
  const [record, responseAudioUrl] = await Promise.all([
    openRecord(event, agent.agentId, dependencies),
    dependencies.greetingUrl(agent),
  ]);
  await announceStart(record, dependencies);
  await dependencies.callQueue.send(JSON.stringify(callMessage(record)));
  await prepared;
  const { contactId, agentId } = record;
  dependencies.logger.info('bot session started', { contactId, agentId });
  return { cursor: '0', intent: 'speak', responseAudioUrl, agentId };
}

function straightToHuman(
  event: ConnectLambdaEvent,
  { agentId, transfer }: AgentDefinition,
  logger: Logger,
): ConnectLambdaAnswer {
  const { ContactId: contactId } = event.Details.ContactData;
  logger.info('bot is switched off', { contactId, agentId });
  const answer = toConnectAnswer({
    cursor: 0,
    intent: 'transfer',
    reason: BOT_SWITCHED_OFF,
    summary: SWITCHED_OFF_SUMMARY,
    ...transfer,
  });
  return { ...answer, agentId };
}

/** The call's record, with `CallStarted` in its outbox: put now, or by an invocation before this one. */
async function openRecord(
  event: ConnectLambdaEvent,
  agentId: string,
  { calls, clock }: StartBotSessionDependencies,
): Promise<CallRecord> {
  const { ContactId: contactId, InstanceARN: instanceArn } = event.Details.ContactData;
  const nowMs = clock.nowMs();
  const media = mediaStreamOf(event);
  const started = callStarted({ contactId, sequence: 1, timeMs: nowMs }, { agentId });
  const record: CallRecord = {
    ...newCallRecord({ contactId, agentId, instanceArn, nowMs, ...(media && { media }) }),
    sequence: started.sequence,
    outbox: [started],
  };
  try {
    await calls.write(contactId, record, { kind: 'absent' });
    return record;
  } catch (error) {
    const existing = error instanceof WriteRefusedError ? await calls.read(contactId) : undefined;
    if (existing) return existing;
    throw error;
  }
}

const callMessage = ({ contactId, agentId }: CallRecord): CallMessage => ({ contactId, agentId });
