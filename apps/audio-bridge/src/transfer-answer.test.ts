import {
  aCallRecord,
  CONTACT_ID,
  createManualClock,
  createMemoryCallStore,
  createMemoryEventBus,
  createRecordingLogger,
  QUEUE_ARN,
} from '@patchbay/testing';
import { Checkpoint } from './checkpoint';
import { Conversation } from './conversation/conversation';
import { Keypad } from './keypad';
import { Signal } from './signal';
import { TurnExchange } from './turn-exchange';

const OUTSIDE_NUMBER = '+12025550170';
const fields = { repair_type: 'screen', urgent: true };

test('a transfer hands over what was found out, to the number outside, and its event has neither', async () => {
  const clock = createManualClock();
  const record = aCallRecord({ epoch: 1, fields });
  const calls = createMemoryCallStore(record);
  const bus = createMemoryEventBus();
  const checkpoint = new Checkpoint(record, { calls, bus, logger: createRecordingLogger() });
  const conversation = new Conversation();
  const turns = new TurnExchange({
    checkpoint,
    conversation,
    keypad: new Keypad(),
    changed: new Signal(),
    clock,
    promptUrl: (key) => `https://prompts.test/${key}`,
    transfer: { queueArn: QUEUE_ARN, outsideNumber: OUTSIDE_NUMBER },
    playingMs: 0,
  });
  const step = { intent: 'transfer', reason: 'repair', summary: 'A screen is broken.' } as const;
  conversation.endWith(step, clock.nowMs(), 0);

  const answer = await turns.ask({ contactId: CONTACT_ID, cursor: 0, epoch: 1, deadlineMs: 100 });

  const expected = { ...step, fields, queueArn: QUEUE_ARN, outsideNumber: OUTSIDE_NUMBER };
  expect(answer).toEqual({ cursor: 1, ...expected });
  await checkpoint.publishOutbox();
  expect(bus.published).toMatchObject([{ type: 'TransferRequested' }]);
  expect(JSON.stringify(bus.published)).not.toMatch(/5550170|screen/);
});
