import type { AgentCatalog, AgentDefinition } from '@patchbay/agent';
import {
  newCallRecord,
  WriteRefusedError,
  type BotSwitch,
  type CallRecord,
  type CallWriter,
} from '@patchbay/call';
import {
  BOT_SWITCHED_OFF,
  callStarted,
  type CallMessage,
  type ConnectLambdaAnswer,
  type ConnectLambdaEvent,
} from '@patchbay/contracts';
import type { MessageSender } from '@patchbay/messaging';
import type { Clock, Logger } from '@patchbay/platform';
import { chooseAgent } from '../choose-agent';
import { mediaStreamOf } from '../contact-flow-event';
import { toConnectAnswer } from '../process-bot-turn/connect-answer';
import { prepareStandby, type StandbyDependencies } from './prepare-standby';

const SWITCHED_OFF_SUMMARY =
  'The voice bot is switched off. Please ask the caller what the call is about.';

export interface StartBotSessionDependencies extends StandbyDependencies {
  readonly agents: AgentCatalog;
  readonly botSwitch: BotSwitch;
  readonly calls: CallWriter;
  readonly callQueue: MessageSender;
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
  const { agentId } = agent;
  if (await dependencies.botSwitch.isOff(agentId)) {
    return straightToHuman(event, agent, dependencies.logger);
  }
  const prepared = prepareStandby(agent, dependencies);
  const { ContactId: contactId } = event.Details.ContactData;
  const [responseAudioUrl] = await Promise.all([
    dependencies.greetingUrl(agent),
    openRecord(event, agentId, dependencies),
  ]);
  const message: CallMessage = { contactId, agentId };
  await dependencies.callQueue.send(JSON.stringify(message));
  await prepared;
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

/**
 * Puts the call's record, if no invocation before this one did. `CallStarted` is in its outbox: the
 * bridge that takes the call publishes it.
 */
async function openRecord(
  event: ConnectLambdaEvent,
  agentId: string,
  { calls, clock }: StartBotSessionDependencies,
): Promise<void> {
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
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error;
  }
}
