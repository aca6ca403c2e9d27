import { UnknownAgentError, type AgentCatalog, type AgentDefinition } from '@patchbay/agent';
import {
  anAgent,
  aContactFlowEvent,
  AGENT_ID,
  CALLER_NUMBER,
  CONTACT_ID,
  createManualClock,
  createMemoryCallStore,
  createMemoryQueue,
  createRecordingLogger,
  DIALLED_NUMBER,
  QUEUE_ARN,
  STREAM_ARN,
} from '@patchbay/testing';
import { startBotSession } from './start-bot-session';

const TRANSFER = { queueArn: QUEUE_ARN, outsideNumber: '+12025550170' };

const agent = (agentId: string) => anAgent({ agentId, transfer: TRANSFER });

const agents: AgentCatalog = {
  byId: async (agentId) => agent(agentId),
  byDialledNumber: async (number) => {
    if (number !== DIALLED_NUMBER) throw new UnknownAgentError('answers the dialled number');
    return agent(AGENT_ID);
  },
};

function prepare() {
  const clock = createManualClock();
  const switchedOff = new Set<string>();
  const rendered: string[] = [];
  const dependencies = {
    agents,
    switchedOff,
    rendered,
    renderPhrases: async (texts: readonly string[]) => void rendered.push(...texts),
    botSwitch: { isOff: async (agentId: string) => switchedOff.has(agentId) },
    calls: createMemoryCallStore(),
    callQueue: createMemoryQueue(clock),
    greetingUrl: async ({ agentId }: AgentDefinition) => `https://prompts.test/${agentId}.wav`,
    clock,
    logger: createRecordingLogger(),
  };
  return dependencies;
}

const message = (agentId: string) => JSON.stringify({ contactId: CONTACT_ID, agentId });

describe('starting a bot session', () => {
  test('puts the record with its first event, announces the call, and answers with the greeting', async () => {
    const dependencies = prepare();

    const answer = await startBotSession(aContactFlowEvent(), dependencies);

    expect(answer).toEqual({
      cursor: '0',
      intent: 'speak',
      responseAudioUrl: `https://prompts.test/${AGENT_ID}.wav`,
      agentId: AGENT_ID,
    });
    expect(await dependencies.calls.read(CONTACT_ID)).toMatchObject({
      agentId: AGENT_ID,
      status: 'open',
      epoch: 0,
      sequence: 1,
      outbox: [{ type: 'CallStarted', sequence: 1, data: { agentId: AGENT_ID } }],
      media: { streamArn: STREAM_ARN, startTimestampMs: 1767607200000 },
    });
    expect(dependencies.callQueue.bodies()).toEqual([message(AGENT_ID)]);
  });

  test('the agent that the flow names goes before the one of the dialled number', async () => {
    const dependencies = prepare();
    const event = aContactFlowEvent({ parameters: { agentId: 'shop-demo' } });

    const answer = await startBotSession(event, dependencies);

    expect(answer['agentId']).toBe('shop-demo');
  });

  test('an attribute that is not set is no agent', async () => {
    const event = aContactFlowEvent({ parameters: { agentId: '' } });

    expect(await startBotSession(event, prepare())).toMatchObject({ agentId: AGENT_ID });
  });

  test('a number that no agent answers leaves nothing behind', async () => {
    const dependencies = prepare();
    const event = aContactFlowEvent({ dialledNumber: '+15550100002' });

    await expect(startBotSession(event, dependencies)).rejects.toThrow(UnknownAgentError);

    expect(await dependencies.calls.read(CONTACT_ID)).toBeUndefined();
    expect(dependencies.callQueue.bodies()).toEqual([]);
  });

  test('a repeated start answers the same, keeps the call as it is, and sends again', async () => {
    const dependencies = prepare();
    const first = await startBotSession(aContactFlowEvent(), dependencies);
    const taken = { epoch: 1, cursor: 4, outbox: [] };
    await dependencies.calls.write(CONTACT_ID, taken, { kind: 'present' });

    const second = await startBotSession(aContactFlowEvent(), dependencies);

    expect(second).toEqual(first);
    expect(await dependencies.calls.read(CONTACT_ID)).toMatchObject(taken);
    expect(dependencies.callQueue.bodies()).toEqual([message(AGENT_ID), message(AGENT_ID)]);
  });

  test('a record that cannot be put fails the start, and no bridge hears of the call', async () => {
    const dependencies = prepare();
    dependencies.calls.write = () => Promise.reject(new Error('no route'));

    await expect(startBotSession(aContactFlowEvent(), dependencies)).rejects.toThrow('no route');

    expect(dependencies.callQueue.bodies()).toEqual([]);
  });

  test('an agent that is switched off sends its callers to its humans, and leaves nothing behind', async () => {
    const dependencies = prepare();
    dependencies.switchedOff.add(AGENT_ID);

    const answer = await startBotSession(aContactFlowEvent(), dependencies);

    expect(answer).toEqual({
      cursor: '0',
      intent: 'transfer',
      reason: 'bot_switched_off',
      summary: expect.stringContaining('switched off'),
      ...TRANSFER,
      agentId: AGENT_ID,
    });
    expect(await dependencies.calls.read(CONTACT_ID)).toBeUndefined();
    expect(dependencies.callQueue.bodies()).toEqual([]);
  });

  test('another agent is not concerned', async () => {
    const dependencies = prepare();
    dependencies.switchedOff.add('shop-demo');

    const answer = await startBotSession(aContactFlowEvent(), dependencies);

    expect(answer['intent']).toBe('speak');
  });

  test('what callers hear when bridges are away is rendered ahead', async () => {
    const dependencies = prepare();

    await startBotSession(aContactFlowEvent(), dependencies);

    const { hold, fillers } = anAgent().phrases;
    expect(dependencies.rendered).toEqual([hold, ...fillers]);
  });

  test.each<[string, () => Promise<void>, number]>([
    ['away', () => Promise.reject(new Error('no voice')), 1],
    ['slow', () => new Promise(() => undefined), 0],
  ])('a voice that is %s costs a moment, not the call', async (_, renderPhrases, warnings) => {
    const dependencies = { ...prepare(), renderPhrases };

    const answer = await startBotSession(aContactFlowEvent(), dependencies);

    expect(answer['intent']).toBe('speak');
    expect(dependencies.callQueue.bodies()).toHaveLength(1);
    const { lines } = dependencies.logger;
    expect(
      lines.filter(({ message }) => message === 'standby phrases left unrendered'),
    ).toHaveLength(warnings);
  });

  test('no log line holds a phone number', async () => {
    const dependencies = prepare();

    await startBotSession(aContactFlowEvent(), dependencies);

    const written = JSON.stringify(dependencies.logger.lines);
    expect(dependencies.logger.lines).not.toEqual([]);
    expect(written).not.toContain(CALLER_NUMBER);
    expect(written).not.toContain(DIALLED_NUMBER);
  });
});
