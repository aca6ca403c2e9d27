import type { AgentDefinition, Passage } from '@patchbay/agent';
import type { CallRecord } from '@patchbay/call';
import {
  aCallRecord,
  AGENT_ID,
  anAgent,
  CONTACT_ID,
  createManualClock,
  createMemoryCallStore,
  createMemoryEventBus,
  createMemoryObjectStore,
  createRecordingLogger,
  STREAM_ARN,
} from '@patchbay/testing';
import { Checkpoint } from '../../checkpoint';
import type { Ending } from '../../conversation/conversation';
import { createBuiltInRunner } from '../built-in/built-in-runner';

/** One call whose own tools can be used, and everything that they leave behind. */
export function aBuiltInCall(
  facts: {
    agent?: Partial<AgentDefinition>;
    record?: Partial<CallRecord>;
    passages?: Passage[];
    /** What the caller presses when asked. */
    keys?: string;
  } = {},
) {
  const clock = createManualClock();
  const media = { streamArn: STREAM_ARN, startTimestampMs: clock.nowMs() };
  const record = aCallRecord({ epoch: 1, media, ...facts.record });
  const calls = createMemoryCallStore(record);
  const bus = createMemoryEventBus();
  const logger = createRecordingLogger();
  const endings: Ending[] = [];
  const requests = createMemoryObjectStore();
  const context = {
    agent: anAgent(facts.agent),
    conversation: { endWith: (step: Ending) => void endings.push(step) },
    checkpoint: new Checkpoint(record, { calls, bus, logger }),
    requests,
    knowledge: { search: () => facts.passages ?? [] },
    askKeys: async () => facts.keys ?? '',
    clock,
    logger,
  };
  const runner = createBuiltInRunner(context);
  const handler = { kind: 'built-in' } as const;
  const call = { contactId: CONTACT_ID, agentId: AGENT_ID, handler };
  const use = (name: string, input: Record<string, unknown>, toolUseId = 'use-1') =>
    runner.run({ ...call, name, input, toolUseId }, new AbortController().signal);
  /** What was stored as requests, by key. */
  const stored = () =>
    [...requests.objects.keys()].map((key) => ({
      key,
      request: JSON.parse(requests.text(key) ?? 'null'),
    }));
  return { ...context, use, stored, endings, calls, bus };
}
