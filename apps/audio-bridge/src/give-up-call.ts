import type { CallRecord } from '@patchbay/call';
import type { DeadLetterSender, FailureLog } from '@patchbay/messaging';
import { errorName, type Clock, type Logger } from '@patchbay/platform';
import type { BridgeDependencies } from './bridge-dependencies';
import { Checkpoint } from './checkpoint';
import { failCall } from './close-call';

/** The queue from which messages are set aside, as the failure log knows it. */
const CALLS_QUEUE = 'calls';

/** What each reason means, for people. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  malformed_message: 'The message does not name a call. Nothing was carried because of it.',
  bridges_lost: 'Bridges were lost one after the other while they carried this call.',
  bot_unavailable: 'The bot could not carry this call; the log of its bridge tells why.',
};

export interface GiveUpDependencies {
  readonly deadLetters: DeadLetterSender;
  readonly failures: Pick<FailureLog, 'note'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Gives a call up: its message goes to the dead-letter queue with the reason, `CallFailed` is
 * published, and its caller goes to a human. In this order, so that a bridge that dies over it
 * leaves a call that is given up again rather than one that vanished.
 */
export async function giveUpCall(
  call: { readonly reason: string; readonly record: CallRecord; readonly body: string },
  bridge: BridgeDependencies,
  dependencies: GiveUpDependencies,
): Promise<void> {
  const { reason, record, body } = call;
  await setAside(body, reason, record.losses, dependencies);
  await failCall(reason, new Checkpoint(record, bridge), bridge.clock);
}

/** Puts a message on the dead-letter queue, and its reason into the failure log. */
export async function setAside(
  body: string,
  reason: string,
  attempt: number,
  { deadLetters, failures, clock, logger }: GiveUpDependencies,
): Promise<void> {
  const messageId = await deadLetters.send(body, reason);
  const failure = {
    queue: CALLS_QUEUE,
    eventId: `message:${messageId}`,
    eventType: 'unknown',
    attempt,
    errorName: reason,
    errorMessage: EXPLANATIONS[reason] ?? reason,
    failedAtMs: clock.nowMs(),
  };
  await failures.note(failure).catch((error: unknown) => {
    logger.warn('A dead letter is not explained', { errorName: errorName(error) });
  });
}
