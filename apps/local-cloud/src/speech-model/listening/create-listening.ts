import { systemClock } from '@patchbay/platform';
import { speexResamplerFactory } from '@patchbay/resampler-speex';
import { fvadVoiceActivityFactory } from '@patchbay/voice-activity-fvad';
import { TurnAnswerer } from '../answering/turn-answerer';
import { calendarFacts } from '../dialogue/calendar';
import { seededRandom } from '../dialogue/random';
import { RuleDialogue } from '../dialogue/rule-dialogue';
import { CallerEar } from '../hearing/caller-ear';
import { foregroundOnly } from '../hearing/foreground';
import type { AnswererKind, KindSettings } from '../kinds';
import { checkGrammar, createRecogniser, type Recogniser } from '../recognition/recogniser';
import { Mouth } from '../speaking/mouth';
import { InvalidLocalModelError } from './invalid-local-model';
import { agentOf, readLocalAgents, type LocalAgent } from './local-agents';
import { localVoiceOf } from './local-voice-of';

/** The kind that understands the caller, by the agent's grammar, and answers by the agent's rules. */
export async function createListening(settings: KindSettings): Promise<AnswererKind> {
  const agents = readLocalAgents(settings.agentsDir);
  const recogniser = settings.recogniser ?? (await createRecogniser());
  await checkGrammars(agents, recogniser);
  const createResampler = await speexResamplerFactory();
  const createVoiceActivity = await fvadVoiceActivityFactory();
  const { pace, synthesiser } = settings;

  return {
    createAnswerer: (seed) => (context) => {
      const { prompt, output } = context;
      const agent = agentOf(agents, prompt.systemText);
      const voice = localVoiceOf(prompt.voiceId);
      const sampleRateHz = prompt.outputRateHz;
      return new TurnAnswerer(context, {
        pace,
        dialogue: new RuleDialogue(
          agent.rules,
          seededRandom(seed),
          calendarFacts(prompt.systemText, systemClock.nowMs()),
        ),
        recognition: recogniser.open(agent.grammar),
        mouth: new Mouth({
          output,
          pace,
          sampleRateHz,
          voice: (sentence) => synthesiser.speak(sentence, voice, sampleRateHz),
        }),
        createEar: (listener) =>
          new CallerEar(
            {
              resampler: createResampler(prompt.inputRateHz, 8000),
              createVoiceActivity: () => foregroundOnly(createVoiceActivity()),
              endpointingSensitivity: prompt.endpointingSensitivity,
              bargeInMs: settings.bargeInMs,
            },
            listener,
          ),
      });
    },
    close: () => (settings.recogniser ? Promise.resolve() : recogniser.close()),
  };
}

async function checkGrammars(agents: readonly LocalAgent[], recogniser: Recogniser) {
  for (const { agentId, grammar } of agents) {
    await checkGrammar(recogniser, grammar).catch((error: unknown) => {
      throw new InvalidLocalModelError(agentId, [`local-model/grammar.jsgf: ${String(error)}`]);
    });
  }
}
