import { deadLetterQueue, QUEUES } from '@patchbay/infra';
import { BadInputError } from '../errors';

export const SOURCE_QUEUES: readonly string[] = QUEUES.map(({ name }) => name);

/**
 * The source queue that an operator means, named by itself or by its dead-letter queue.
 * @throws BadInputError
 */
export function sourceQueue(name: string): string {
  const source = SOURCE_QUEUES.find((queue) => name === queue || name === deadLetterQueue(queue));
  if (source !== undefined) return source;
  throw new BadInputError(`There is no queue ${name}. Name one of: ${SOURCE_QUEUES.join(', ')}.`);
}

/** A queue that messages may be put on: a source queue or its dead-letter queue, as named. */
export function anyQueue(name: string): string {
  sourceQueue(name);
  return name;
}
