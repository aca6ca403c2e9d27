import { createLogger, sleep, type Clock, type Every } from '@patchbay/platform';
import type { SpeechEvent, SpeechSession, SpeechSessionOptions } from '@patchbay/speech';
import { createNovaSonicEngine, type Time } from '@patchbay/speech-nova-sonic';
import { createBedrock } from '../bedrock/bedrock';
import { clientConfig } from '../client-config';
import { startFront } from '../front/front';
import type { NovaEvent } from '../speech-model/speech-model';
import { PuppetModel } from './puppet-model';

export const OPTIONS: SpeechSessionOptions = {
  modelId: 'amazon.nova-2-sonic-v1:0',
  voiceId: 'matthew',
  systemPrompt: 'You help.',
  tools: [{ name: 'end_call', description: 'Ends.', inputSchema: { type: 'object' } }],
  history: [
    { role: 'assistant', text: 'left out: the first message must be the user’s' },
    { role: 'user', text: 'hello' },
    { role: 'assistant', text: 'hello to you' },
  ],
  maxTokens: 100,
  temperature: 0.5,
  topP: 0.9,
  endpointingSensitivity: 'MEDIUM',
  inputSampleRateHz: 16000,
  outputSampleRateHz: 24000,
};

/** A clock and an interval that stand still until the test lets them go on. */
export function createManualTime() {
  let nowMs = 0;
  const steps = new Set<() => void>();
  const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  const every: Every = (_intervalMs, run) => {
    steps.add(run);
    return () => void steps.delete(run);
  };
  const pass = (ms: number) => {
    nowMs += ms;
    steps.forEach((step) => step());
  };
  return { clock, every, pass };
}

/** The local Bedrock with a puppet for a model, and sessions of the adapter to it. */
export async function startPuppetBedrock() {
  const model = new PuppetModel();
  const services = [createBedrock({ speechModel: model })];
  const logger = createLogger('test', { level: 'silent' });
  const front = await startFront({ port: 0, services, logger });
  const sessions: SpeechSession[] = [];
  const engineAt = (port: number, time?: Time) =>
    createNovaSonicEngine('us-east-1', clientConfig(`http://127.0.0.1:${port}`, 'us-east-1'), time);
  return {
    model,
    front,
    engine: engineAt(front.port),
    open({ options = {}, port = front.port, time }: OpenOptions = {}): SpeechSession {
      const session = engineAt(port, time).open({ ...OPTIONS, ...options });
      sessions.push(session);
      return session;
    },
    async close() {
      await Promise.all(sessions.map((session) => session.close()));
      await front.close();
    },
  };
}
export type PuppetBedrock = Awaited<ReturnType<typeof startPuppetBedrock>>;

interface OpenOptions {
  readonly options?: Partial<SpeechSessionOptions>;
  readonly port?: number;
  readonly time?: Time;
}

export async function collect(events: AsyncIterable<SpeechEvent>): Promise<SpeechEvent[]> {
  const collected: SpeechEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

/** Sockets of this process, both ends of a local connection. */
export const sockets = () =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

export async function socketsAre(count: number): Promise<void> {
  while (sockets() > count) await sleep(5);
}

export const content = (contentId: string, type: string, role: string, stage?: string) => ({
  contentStart: {
    contentId,
    type,
    role,
    ...(stage && { additionalModelFields: JSON.stringify({ generationStage: stage }) }),
  },
});

export const REPLY: readonly NovaEvent[] = [
  content('b', 'TEXT', 'ASSISTANT', 'SPECULATIVE'),
  { textOutput: { contentId: 'b', content: 'Ten dollars.' } },
  { contentEnd: { contentId: 'b', type: 'TEXT', stopReason: 'PARTIAL_TURN' } },
  content('c', 'AUDIO', 'ASSISTANT'),
  { audioOutput: { contentId: 'c', content: Buffer.from([1, 0, 255, 255]).toString('base64') } },
  { contentEnd: { contentId: 'c', type: 'AUDIO', stopReason: 'END_TURN' } },
];
