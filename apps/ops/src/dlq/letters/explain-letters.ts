import { callMessageSchema, domainEventSchema } from '@patchbay/contracts';
import { failureNameOf, type DeadLetter, type FailureLog } from '@patchbay/messaging';

/** A dead letter, and what can be said of it without quoting it. */
export interface ExplainedLetter extends DeadLetter {
  /** The event's type when it is one that we know, else `unknown`. */
  readonly eventType: string;
  /** The name of the error that it failed with last, `unknown` when none was noted. */
  readonly error: string;
}

const UNKNOWN = 'unknown';
const CALL_MESSAGE = 'CallMessage';

/** Only these are ever printed: a text in a message that claims to be a type may be anything. */
export const KNOWN_TYPES: ReadonlySet<string> = new Set([
  ...domainEventSchema.options.map(({ shape }) => shape.type.value),
  'Amazon Connect Contact Event',
]);

/** The form of an error's name, ours or EventBridge's; nothing else is printed as one. */
const ERROR_NAME = /^[A-Za-z][A-Za-z_.]{2,79}$/;

/** Set by EventBridge on what it could not deliver to the queue itself. */
const EVENTBRIDGE_ERROR = 'ERROR_CODE';

/** Says of each letter what it is and, from the failure log of its source queue, why it failed. */
export function explainLetters(
  letters: readonly DeadLetter[],
  queue: string,
  failures: FailureLog,
): Promise<ExplainedLetter[]> {
  return Promise.all(
    letters.map(async (letter) => ({
      ...letter,
      eventType: typeOf(letter),
      error: await errorOf(letter, queue, failures),
    })),
  );
}

function typeOf({ body }: DeadLetter): string {
  const message = parse(body) as { 'detail-type'?: unknown } | null | undefined;
  const type = message?.['detail-type'];
  if (typeof type === 'string' && KNOWN_TYPES.has(type)) return type;
  return callMessageSchema.safeParse(message).success ? CALL_MESSAGE : UNKNOWN;
}

async function errorOf(letter: DeadLetter, queue: string, failures: FailureLog): Promise<string> {
  const { eventId } = failureNameOf(letter.body, letter.messageId);
  const noted = await failures.latest(queue, eventId);
  const name = noted?.errorName ?? letter.attributes[EVENTBRIDGE_ERROR]?.text ?? UNKNOWN;
  return ERROR_NAME.test(name) ? name : UNKNOWN;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
