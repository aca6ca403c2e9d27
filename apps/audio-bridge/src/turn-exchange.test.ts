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

describe('a poll that is repeated', () => {
  const media = { streamArn: 'arn:stream', startTimestampMs: 1 };

  /** A flow that asks for keys was just told to; a tool waits for what is pressed. */
  function collecting() {
    const record = aCallRecord({
      epoch: 1,
      cursor: 1,
      lastAnswer: {
        cursor: 1,
        intent: 'collect',
        responseAudioUrl: 'https://prompts.test/1.wav',
        durationMs: 900,
        maxDigits: 4,
        timeoutS: 5,
      },
    });
    const calls = createMemoryCallStore(record);
    const logger = createRecordingLogger();
    const conversation = new Conversation();
    const keypad = new Keypad();
    const changed = new Signal();
    const turns = new TurnExchange({
      checkpoint: new Checkpoint(record, { calls, bus: createMemoryEventBus(), logger }),
      ...{ conversation, keypad, changed, clock: createManualClock(), playingMs: 0 },
      promptUrl: (key) => `https://prompts.test/${key}`,
      transfer: { queueArn: QUEUE_ARN },
    });
    const poll = { contactId: CONTACT_ID, cursor: 1, epoch: 1, digits: '1234', deadlineMs: 4000 };
    const speak = () => {
      conversation.say('And now?', { audioKey: '2.wav', durationMs: 500 }, 0);
      changed.fire();
    };
    return { turns, keypad, poll, speak };
  }

  test('does not answer the next question with the keys of the one before', async () => {
    const { turns, keypad, poll, speak } = collecting();
    const first = keypad.keys();
    const open = turns.ask(poll);
    expect(await first).toBe('1234');
    let second = 'not answered';
    void keypad.keys().then((keys) => (second = keys));

    const retried = turns.ask(poll);
    speak();

    expect(await retried).toEqual(await open);
    expect(second).toBe('not answered');
  });

  test('gets the answer of the first also when both bring the media stream', async () => {
    const { turns, poll, speak } = collecting();
    speak();
    const answers = await Promise.all([1, 2, 3].map(() => turns.ask({ ...poll, media })));

    expect(answers.map((answer) => 'cursor' in answer && answer.cursor)).toEqual([2, 2, 2]);
  });
});
