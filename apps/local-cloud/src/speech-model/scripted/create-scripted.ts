import { TurnAnswerer } from '../answering/turn-answerer';
import { seededRandom } from '../dialogue/random';
import { CallerEar, type Ear, type EarListener } from '../hearing/caller-ear';
import type { AnswererKind, KindSettings } from '../kinds';
import type { Prompt } from '../protocol/model-input';
import { Mouth } from '../speaking/mouth';
import { EnergyVoiceActivity } from './energy-voice-activity';
import { EveryNthSample } from './every-nth-sample';
import { IntervalEar } from './interval-ear';
import { deafRecognition, ScriptedDialogue } from './scripted-dialogue';
import { toneVoice } from './tone-voice';
import { TurnScriptDialogue } from './turn-script';

/** The kind for load and faults: it recognises and synthesises nothing, and its seed says it all. */
export async function createScripted(settings: KindSettings): Promise<AnswererKind> {
  const { pace, script } = settings;
  const dialogueOf = (seed: number) =>
    script ? new TurnScriptDialogue(script, seed) : new ScriptedDialogue(seededRandom(seed));
  return {
    createAnswerer: (seed) => (context) => {
      const { prompt, output } = context;
      const sampleRateHz = prompt.outputRateHz;
      return new TurnAnswerer(context, {
        pace,
        dialogue: dialogueOf(seed),
        recognition: deafRecognition,
        mouth: new Mouth({ output, pace, sampleRateHz, voice: toneVoice(seed, sampleRateHz) }),
        createEar: (listener) => createEar(settings, prompt, listener),
      });
    },
    close: async () => undefined,
  };
}

function createEar(settings: KindSettings, prompt: Prompt, listener: EarListener): Ear {
  const { replyEveryMs, bargeInMs } = settings;
  const { inputRateHz, endpointingSensitivity } = prompt;
  if (replyEveryMs !== undefined) return new IntervalEar(replyEveryMs, inputRateHz, listener);
  const resampler = new EveryNthSample(inputRateHz / 8000);
  const createVoiceActivity = () => new EnergyVoiceActivity();
  return new CallerEar(
    { resampler, createVoiceActivity, endpointingSensitivity, bargeInMs },
    listener,
  );
}
