import type { ResamplerFactory } from '@patchbay/audio';
import { readCallerWav } from './caller-wavs';
import { readScenario } from './read-scenario';
import type { CallerStep, CallPlan } from './scenario';

/** What the caller shall do: a scenario by name, words to say in turn, or recordings to play. */
export type CallerRequest =
  | { readonly scenario: string }
  | { readonly says: readonly string[] }
  | { readonly wavs: readonly string[] };

/** Before hanging up on their own, callers give a bot this long to go on (say, with a transfer). */
const LAST_QUIET_MS = 5000;

const ENDING: readonly CallerStep[] = [
  { step: 'listen', quietMs: LAST_QUIET_MS },
  { step: 'hang-up' },
];

/**
 * Reads and checks all that a call needs before it is placed.
 * @throws UnknownScenarioError InvalidScenarioError UnusableWavError
 */
export async function planCall(
  request: CallerRequest,
  scenarioFolder: string,
  resamplers: ResamplerFactory,
): Promise<CallPlan> {
  if ('scenario' in request) return readScenario(scenarioFolder, request.scenario);
  if ('says' in request) return planOf(request.says.map((text) => ({ step: 'say', text })));
  const wavs = await Promise.all(request.wavs.map((file) => readCallerWav(file, resamplers)));
  const notes = wavs.flatMap(({ note }) => (note === undefined ? [] : [note]));
  return planOf(
    wavs.map(({ name, pcm }) => ({ step: 'play', name, pcm })),
    notes,
  );
}

const planOf = (steps: readonly CallerStep[], notes: readonly string[] = []): CallPlan => ({
  voice: 'slt',
  steps: [...steps, ...ENDING],
  notes,
});
