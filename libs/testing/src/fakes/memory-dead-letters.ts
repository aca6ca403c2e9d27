import type {
  BatchSender,
  DeadLetter,
  DeadLetterQueue,
  OutgoingMessage,
} from '@patchbay/messaging';

type StoredLetter = Omit<DeadLetter, 'receiptHandle' | 'receiveCount'>;

export interface MemoryDeadLetters extends DeadLetterQueue, BatchSender {
  readonly letters: Map<string, StoredLetter>;
  /** Ids of the letters that nobody can receive just now. */
  readonly held: Set<string>;
  /** Puts a letter there. @returns its message id */
  add(letter: Partial<StoredLetter> & { body: string }): string;
}

let addresses = 0;
let messages = 0;

/** A dead-letter queue in memory that is also a queue to send to. Holds do not end by themselves. */
export function createMemoryDeadLetters(): MemoryDeadLetters {
  const address = `memory://queue-${++addresses}`;
  const letters = new Map<string, StoredLetter>();
  const held = new Set<string>();
  const receives = new Map<string, number>();
  const idOf = (receiptHandle: string) => receiptHandle.replace(/^handle-/, '');

  function receiveOne(letter: StoredLetter): DeadLetter {
    const { messageId } = letter;
    const receiveCount = (receives.get(messageId) ?? 0) + 1;
    receives.set(messageId, receiveCount);
    held.add(messageId);
    return { ...letter, receiptHandle: `handle-${messageId}`, receiveCount };
  }

  function add({ body, ...facts }: Partial<StoredLetter> & OutgoingBody): string {
    const messageId = facts.messageId ?? `message-${++messages}`;
    letters.set(messageId, { attributes: {}, sentAtMs: 0, ...facts, messageId, body });
    return messageId;
  }

  return {
    address,
    letters,
    held,
    add,
    count: async () => ({ visible: letters.size - held.size, held: held.size }),
    receive: async () =>
      [...letters.values()]
        .filter(({ messageId }) => !held.has(messageId))
        .slice(0, 10)
        .map(receiveOne),
    release: async (handles) => handles.forEach((handle) => held.delete(idOf(handle))),
    remove: async (handles) =>
      handles.filter((handle) => {
        held.delete(idOf(handle));
        return letters.delete(idOf(handle));
      }),
    sendAll: async (sent) => sent.map(({ body, attributes }) => add({ body, attributes })),
  };
}

type OutgoingBody = Pick<OutgoingMessage, 'body'>;
