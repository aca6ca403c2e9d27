import type { TurnAnswer, TurnRefusal } from '@patchbay/contracts';
import { LeaseLostError } from '@patchbay/messaging';
import type { ObjectStore } from '@patchbay/platform';
import type { BridgeDependencies } from './bridge-dependencies';
import type { CallLease } from './call-lease';
import type { CarriedCall } from './http/turn-server';

type Guard = <Args extends unknown[], Result>(
  effect: (...args: Args) => Promise<Result>,
) => (...args: Args) => Promise<Result>;

/**
 * What one call may do to the world outside, as long as its lease is held and it has not left this
 * bridge: after that each effect throws `LeaseLostError`, which no retry mends. Every member is
 * named here, so that a new one cannot slip through unseen.
 */
export function fenceBridge(
  bridge: BridgeDependencies,
  lease: CallLease,
  left: AbortSignal,
): BridgeDependencies {
  const guard: Guard =
    (effect) =>
    async (...args) => {
      lease.assertHeld();
      if (left.aborted) throw new LeaseLostError();
      return effect(...args);
    };
  const fenced = (store: ObjectStore): ObjectStore => ({
    get: (key) => store.get(key),
    put: guard((key, body, contentType) => store.put(key, body, contentType)),
  });
  const { calls, history, bus, transcripts, prompts, voice } = bridge;
  const { https, lambda } = bridge.toolRunners;
  return {
    calls: {
      read: (contactId) => calls.read(contactId),
      write: guard((contactId, change, condition) => calls.write(contactId, change, condition)),
    },
    history: {
      append: guard((...turn) => history.append(...turn)),
      read: (contactId, sequences) => history.read(contactId, sequences),
    },
    bus: { publish: guard((events) => bus.publish(events)) },
    transcripts: fenced(transcripts),
    prompts: fenced(prompts),
    toolRunners: {
      https: { run: guard((call, signal) => https.run(call, signal)) },
      lambda: { run: guard((call, signal) => lambda.run(call, signal)) },
    },
    voice: { speak: guard((text, style) => voice.speak(text, style)) },
    // These only look, or make what the ones above let out.
    agents: bridge.agents,
    knowledge: bridge.knowledge,
    promptUrl: bridge.promptUrl,
    engine: bridge.engine,
    speechRegion: bridge.speechRegion,
    resamplers: bridge.resamplers,
    voiceActivity: bridge.voiceActivity,
    callerAudio: bridge.callerAudio,
    clock: bridge.clock,
    logger: bridge.logger,
  };
}

/** For a poll that came or is still open when the call is somebody else's: its asker looks again. */
const REFUSAL: TurnRefusal = { refusal: 'unknown-call' };

/** Answers polls as long as the lease is held and the call has not left this bridge. */
export function fenceTurns(
  turns: CarriedCall['turns'],
  lease: CallLease,
  left: AbortSignal,
): CarriedCall['turns'] {
  const isOurs = () => lease.isHeld && !left.aborted;
  const gone = AbortSignal.any([lease.lost, left]);
  return {
    async ask(request) {
      if (!isOurs()) return REFUSAL;
      const answer = await unlessAborted(turns.ask(request), gone);
      return isOurs() ? answer : REFUSAL;
    },
  };
}

async function unlessAborted(
  asked: Promise<TurnAnswer | TurnRefusal>,
  signal: AbortSignal,
): Promise<TurnAnswer | TurnRefusal> {
  const { promise: aborted, resolve } = Promise.withResolvers<TurnRefusal>();
  const refuse = () => resolve(REFUSAL);
  signal.addEventListener('abort', refuse, { once: true });
  try {
    return await Promise.race([asked, aborted]);
  } finally {
    signal.removeEventListener('abort', refuse);
  }
}
