import {
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { FailedAttempt } from '@patchbay/messaging';
import { createManualClock } from '@patchbay/testing';
import { createDynamoFailureLog } from './dynamo-failure-log';

const DAY_MS = 24 * 60 * 60 * 1000;
const clock = createManualClock();

const failure = (attempt: number): FailedAttempt => ({
  queue: 'transcripts',
  eventId: 'contact-0001:7',
  eventType: 'CallEnded',
  attempt,
  errorName: 'MissingTurnError',
  errorMessage: 'The turn is not stored.',
  failedAtMs: clock.nowMs(),
});

/** A table that keeps items under their key and deletes none. */
function createLog() {
  const items = new Map<string, Record<string, AttributeValue>>();
  const client = {
    send: async (command: object) => {
      if (command instanceof PutItemCommand) {
        const { Item = {} } = command.input;
        items.set(Item['failureId']?.S ?? '', Item);
      }
      if (command instanceof GetItemCommand) {
        return { Item: items.get(command.input.Key?.['failureId']?.S ?? '') };
      }
      return {};
    },
  } as unknown as DynamoDBClient;
  return { log: createDynamoFailureLog({ tableName: 'failures', clock }, client), items };
}

describe('the DynamoDB failure log', () => {
  test('keeps the latest failure of an event on a queue', async () => {
    const { log, items } = createLog();

    await log.note(failure(1));
    await log.note(failure(2));

    expect(await log.latest('transcripts', 'contact-0001:7')).toEqual(failure(2));
    expect([...items.keys()]).toEqual(['transcripts#contact-0001:7']);
  });

  test('knows nothing of other events and other queues', async () => {
    const { log } = createLog();
    await log.note(failure(1));

    expect(await log.latest('transcripts', 'contact-0001:8')).toBeUndefined();
    expect(await log.latest('notifications', 'contact-0001:7')).toBeUndefined();
  });

  test('outlives a dead letter and then is forgotten, though the table still has it', async () => {
    const { log } = createLog();
    await log.note(failure(1));

    clock.advance(15 * DAY_MS);
    expect(await log.latest('transcripts', 'contact-0001:7')).toBeDefined();
    clock.advance(7 * DAY_MS);
    expect(await log.latest('transcripts', 'contact-0001:7')).toBeUndefined();
  });
});
