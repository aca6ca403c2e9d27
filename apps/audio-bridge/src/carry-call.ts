import type { CallRecord } from '@patchbay/call';
import { errorName } from '@patchbay/platform';
import { assembleCall, type AssembledCall, type LiveCall } from './assemble-call';
import type { BridgeDependencies } from './bridge-dependencies';
import { closeCall, type CallEnd } from './close-call';
import { converse } from './converse';
import type { Departure } from './drain';
import { CallerGate } from './hearing/caller-gate';
import { hearCaller } from './hearing/hear-caller';
import type { CarriedCall } from './http/turn-server';
import { hearingStart } from './hearing/hearing-start';
import { endOfLine } from './line-watch';
import { resumeTalk } from './resume-talk';

/** How often the line is looked at when nothing else happens. */
const LINE_CHECK_INTERVAL_MS = 1000;

export interface CarryCallOptions {
  readonly record: CallRecord;
  readonly bridge: BridgeDependencies;
  /** Aborts when the call is no longer this bridge's to carry. */
  readonly lost: AbortSignal;
  /** Tells when the call is to leave for another bridge. */
  readonly departure: Pick<Departure, 'look' | 'leave'>;
  /** Makes the call reachable for the polls of the contact flow. */
  readonly onReady: (call: CarriedCall) => void;
}

/**
 * One call, from claim to end: the caller's audio goes to the speech model, the model's answers
 * become parts that the flow asks for, turns are stored as they finish. When the call is over it
 * is closed for good; when its lease is lost everything is dropped and nothing more is written.
 * A call that an owner before has brought to its end is only closed: nobody talks any more.
 * @returns false when the call was lost to another bridge, or leaves for one
 */
export async function carryCall({ record, bridge, lost, departure, onReady }: CarryCallOptions) {
  const call = await assembleCall(record, bridge);
  const over = endOfLine(call.line.state(call));
  const stopTalk = over ? undefined : startTalk(call, bridge, lost);
  onReady({ turns: call.turns, disconnected: () => call.line.disconnect() });
  try {
    const end = over ?? (await untilOver(call, lost, departure));
    if (!end) return false;
    bridge.logger.info('The call is over', { contactId: record.contactId, outcome: end.outcome });
    await call.archive.store(call.conversation.takeRemainingTurns(bridge.clock.nowMs()));
    await call.tools.finish();
    await closeCall(end, call.checkpoint, bridge.clock);
    return true;
  } finally {
    call.keypad.pressed('');
    call.tools.stop();
    call.rules.stop();
    await stopTalk?.();
    call.voice.close();
    call.callerResampler.close();
    for (const ear of Object.values(call.ears)) ear.close();
  }
}

/**
 * Opens the speech session, and lets caller and model talk.
 * @returns ends the talk, and resolves when both sides have stopped
 */
function startTalk(assembled: AssembledCall, bridge: BridgeDependencies, lost: AbortSignal) {
  const call = { ...assembled, session: assembled.openSession() };
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, lost]);
  resumeTalk(call);
  const talk = [listen(call, bridge, signal), converse({ ...call, clock: bridge.clock })].map(
    (part) => part.catch((error: unknown) => handToHuman(call, bridge, error)),
  );
  call.voice.failure.catch((error: unknown) => handToHuman(call, bridge, error));
  return async () => {
    stop.abort();
    await call.session.close();
    await Promise.all(talk);
  };
}

/** Lets the model hear the caller as soon as the media stream is known. */
async function listen(call: LiveCall, bridge: BridgeDependencies, signal: AbortSignal) {
  while (!call.checkpoint.record.media) {
    if (signal.aborted) return;
    await call.changed.wait(LINE_CHECK_INTERVAL_MS);
  }
  const { record } = call.checkpoint;
  await hearCaller({
    audio: bridge.callerAudio(record, hearingStart(record, bridge.clock.nowMs()), signal),
    understood: call.understood,
    gate: new CallerGate(call.ears),
    resampler: call.callerResampler,
    session: call.session,
    onAudio: ({ bargedIn, speaking }) => {
      call.line.heard(speaking);
      call.rules.callerSpeaks(speaking);
      call.turns.callerSpeaks(speaking);
      if (bargedIn) call.conversation.hold();
      if (!speaking) call.conversation.callerQuiet(bridge.clock.nowMs());
    },
  });
}

/** Stores turns as they finish, until the bot's leg is over; undefined when it goes on elsewhere. */
async function untilOver(
  call: AssembledCall,
  lost: AbortSignal,
  departure: CarryCallOptions['departure'],
): Promise<CallEnd | undefined> {
  lost.addEventListener('abort', () => call.changed.fire(), { once: true });
  while (!lost.aborted) {
    call.rules.look();
    const stored = call.archive.store(call.conversation.takeFinishedTurns());
    const end = endOfLine(call.line.state(call));
    if (end) {
      await stored;
      return end;
    }
    if (departure.look(isBusy(call))) {
      await stored;
      await call.checkpoint.publishOutbox();
      departure.leave();
      return undefined;
    }
    await Promise.race([call.changed.wait(LINE_CHECK_INTERVAL_MS), failureOf(stored)]);
  }
  return undefined;
}

/** Somebody speaks, or something that was said or begun is not finished. */
const isBusy = ({ conversation, line, tools }: AssembledCall) =>
  !conversation.isIdle || line.callerSpeaks || tools.atWork;

/** Without a model or without ears the bot is of no use: the caller goes to a human at once. */
function handToHuman(call: AssembledCall, bridge: BridgeDependencies, error: unknown): void {
  const { contactId } = call.checkpoint.record;
  bridge.logger.error('The bot cannot go on', { contactId, errorName: errorName(error) });
  const summary = 'The assistant had a technical problem during this call.';
  const step = { intent: 'transfer', reason: 'bot_unavailable', summary } as const;
  call.conversation.interrupted(bridge.clock.nowMs());
  call.conversation.endWith(step, bridge.clock.nowMs(), 0);
  call.changed.fire();
}

/** Rejects as the promise does, and never resolves. */
async function failureOf(stored: Promise<void>): Promise<never> {
  await stored;
  return new Promise(() => undefined);
}
