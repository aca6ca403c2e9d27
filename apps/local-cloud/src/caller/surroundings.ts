import type { Surroundings } from '../connect/line/microphone';
import type { Synthesiser } from '../voice/synthesiser';
import type { CallPlan } from './scenario';

/** Any words: how loud the caller speaks. */
const SAMPLE_WORDS = 'Hello, how are you today?';

/** The place from which a plan's caller telephones, ready to be heard. */
export async function surroundingsOf(plan: CallPlan, voice: Synthesiser): Promise<Surroundings> {
  const { echo, background } = plan.line ?? {};
  if (!background) return { ...(echo && { echo }) };
  const [caller, television] = await Promise.all([
    voice.speak(SAMPLE_WORDS, plan.voice, 8000),
    voice.speak(background.text, background.voice, 8000),
  ]);
  const gain = (level(caller) / level(television)) * 10 ** (-background.belowCallerDb / 20);
  return { ...(echo && { echo }), background: television.map((sample) => sample * gain) };
}

/** Root mean square of a sound. */
const level = (pcm: Int16Array) =>
  Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length);
