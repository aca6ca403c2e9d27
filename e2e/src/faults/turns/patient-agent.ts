import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const AGENT_ID = 'patient-line';

/** Answered by that agent. */
export const DIALLED_NUMBER = '+12025550188';

/** Its callers say nothing: it must not ask whether they are there, however slow the machine is. */
const AGENT = {
  agentId: AGENT_ID,
  description: 'Waits for callers of fault tests.',
  language: 'en-US',
  greeting: 'Test line.',
  dialledNumbers: [DIALLED_NUMBER],
  speech: { modelId: 'amazon.nova-2-sonic-v1:0', voiceId: 'matthew' },
  phraseVoice: { voiceId: 'Joanna' },
  limits: {
    longestCallS: 7200,
    mostTurns: 1000,
    silencePromptAfterS: 60,
    silencePrompts: Array.from({ length: 20 }, () => 'Are you there?'),
  },
  transfer: { queueArn: 'arn:aws:connect:us-east-1:000000000000:instance/i/queue/q' },
};

/** @returns the folder of agents, for `AGENTS_DIR` */
export function writePatientAgent(folder: string): string {
  const agents = join(folder, 'agents');
  mkdirSync(join(agents, AGENT_ID), { recursive: true });
  writeFileSync(join(agents, AGENT_ID, 'agent.json'), JSON.stringify(AGENT));
  writeFileSync(join(agents, AGENT_ID, 'prompt.md'), 'You wait.');
  return agents;
}
