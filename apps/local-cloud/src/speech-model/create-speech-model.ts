import { createListening } from './listening/create-listening';
import type { AnswererKind, KindSettings } from './kinds';
import { NovaSession } from './nova-session';
import { DEFAULT_PACE, type Pace } from './pace';
import { createScripted } from './scripted/create-scripted';
import { NOVA_SONIC_LIMITS, type SessionLimits, type WantedFailure } from './session-limits';
import type { SpeechModel } from './speech-model';

const KINDS = { listening: createListening, scripted: createScripted } satisfies Record<
  string,
  (settings: KindSettings) => Promise<AnswererKind>
>;

/** An echo or an "mhm" is shorter; it must not cut a reply off. */
const BARGE_IN_MS = 300;

type Given<Settings> = { readonly [K in keyof Settings]?: Settings[K] | undefined };

export interface SpeechModelOptions
  extends
    Pick<KindSettings, 'agentsDir' | 'synthesiser' | 'recogniser' | 'replyEveryMs' | 'script'>,
    Given<Pace>,
    Given<SessionLimits> {
  /** `listening` understands the caller; `scripted` is cheap and always answers the same. */
  readonly kind: keyof typeof KINDS;
  readonly bargeInMs?: number;
  /** Of the first session; the others go well. */
  readonly failure?: WantedFailure | undefined;
  /** Session after session counts up from it; the same seed words the same sessions alike. */
  readonly seed?: number;
}

/**
 * A stand-in for Nova Sonic, behind its event protocol.
 * @throws InvalidLocalModelError when an agent's `local-model` folder is not usable
 */
export async function createSpeechModel(
  options: SpeechModelOptions,
): Promise<SpeechModel & { close(): Promise<void> }> {
  const { kind, seed = 1, bargeInMs = BARGE_IN_MS } = options;
  const pace = picked(options, DEFAULT_PACE);
  const limits = picked(options, NOVA_SONIC_LIMITS);
  const answerers = await KINDS[kind]({ ...options, pace, bargeInMs });
  let sessions = 0;
  return {
    open(connection) {
      const failure = sessions === 0 ? options.failure : undefined;
      const createAnswerer = answerers.createAnswerer(seed + sessions++);
      return new NovaSession(connection, createAnswerer, { ...limits, failure });
    },
    close: () => answerers.close(),
  };
}

/** Of `options`, what `defaults` has, and the default where nothing is given. */
function picked<Settings extends object>(options: Given<Settings>, defaults: Settings): Settings {
  const given = Object.entries(options).filter(
    ([name, value]) => Object.hasOwn(defaults, name) && value !== undefined,
  );
  return { ...defaults, ...Object.fromEntries(given) };
}
