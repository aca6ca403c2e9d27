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

/** A call in which nobody has anything to say, and a poll that was opened at time 0. */
async function openPoll() {
  const record = aCallRecord({ epoch: 1 });
  const clock = createManualClock();
  const changed = new Signal();
  const turns = new TurnExchange({
    checkpoint: new Checkpoint(record, {
      calls: createMemoryCallStore(record),
      bus: createMemoryEventBus(),
      logger: createRecordingLogger(),
    }),
    conversation: new Conversation(),
    keypad: new Keypad(),
    changed,
    clock,
    promptUrl: (key) => key,
    transfer: { queueArn: QUEUE_ARN },
    playingMs: 0,
  });
  const state = { answer: undefined as unknown };
  const poll = { contactId: CONTACT_ID, cursor: 0, epoch: 1, deadlineMs: 4000 };
  const asked = turns.ask(poll).then((answer) => (state.answer = answer));
  const at = async (timeMs: number) => {
    clock.advance(timeMs - clock.monotonicMs());
    changed.fire();
    await new Promise((resolve) => setImmediate(resolve));
    return state.answer;
  };
  return { turns, at, asked };
}

const LISTEN = { cursor: 1, intent: 'listen' };

test('a poll without news is open for 4 s', async () => {
  const { at, asked } = await openPoll();

  expect(await at(3900)).toBeUndefined();
  await at(4000);
  expect(await asked).toEqual(LISTEN);
});

test('while the caller speaks one that is old is renewed, so that a young one meets the answer', async () => {
  const { turns, at, asked } = await openPoll();
  expect(await at(2500)).toBeUndefined();

  turns.callerSpeaks(true);

  expect(await asked).toEqual(LISTEN);
});

test('a young one stays, and one whose caller is quiet again', async () => {
  const { turns, at, asked } = await openPoll();
  await at(500);
  turns.callerSpeaks(true);
  expect(await at(1900)).toBeUndefined();

  turns.callerSpeaks(false);

  expect(await at(3900)).toBeUndefined();
  await at(4000);
  expect(await asked).toEqual(LISTEN);
});
