import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
} from '@aws-sdk/client-bedrock-runtime';
import {
  quietLogger,
  SharedTimer,
  systemClock,
  systemEvery,
  type Clock,
  type Every,
} from '@patchbay/platform';
import type { SpeechEngine } from '@patchbay/speech';
import { NovaSonicSession } from './nova-sonic-session';

/** A bearer token in the environment would win over SigV4, but no token can sign a two-way stream. */
const SIGNED = { authSchemePreference: ['sigv4'] };

const WATCH_INTERVAL_MS = 1000;

export interface Time {
  readonly clock: Clock;
  readonly every: Every;
}

/**
 * Amazon Nova Sonic over Bedrock's bidirectional stream. Each session has a connection of its own.
 * @param region where the model is; it is not in every Region, so it has a setting of its own
 */
export function createNovaSonicEngine(
  region: string,
  clientConfig: BedrockRuntimeClientConfig = {},
  { clock, every }: Time = { clock: systemClock, every: systemEvery },
): SpeechEngine {
  // The SDK warns on the console of every stream that fails; our errors say it, and by name.
  const settings = { logger: quietLogger, ...SIGNED, ...clientConfig, region };
  const client = new BedrockRuntimeClient(settings);
  const timer = new SharedTimer(WATCH_INTERVAL_MS, every);
  return { open: (options) => new NovaSonicSession(options, { client, clock, timer }) };
}

/** The engine of each Region that is asked for; a Region's client is made once. */
export function novaSonicIn(
  clientConfig: BedrockRuntimeClientConfig = {},
): (region: string) => SpeechEngine {
  const engines = new Map<string, SpeechEngine>();
  return (region) => {
    const engine = engines.get(region) ?? createNovaSonicEngine(region, clientConfig);
    engines.set(region, engine);
    return engine;
  };
}
