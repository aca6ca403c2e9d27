import { Conversation, FAREWELL_LIMIT_MS, UNDERSTAND_LIMIT_MS } from './conversation';
import { toStoredTurn } from './stored-turn';

const NOW_MS = 1_700_000_000_000;
const PLACE = { contactId: 'contact-1', agentId: 'bank-demo', sequence: 2 };

/** A part of `durationMs`, stored under a key of its own. */
const part = (audioKey: string, durationMs = 1000) => ({ audioKey, durationMs });

/** Hands out the waiting part, as a poll would, and has the flow come back after it. */
function play(conversation: Conversation, cursor: number): string | undefined {
  const step = conversation.next(NOW_MS);
  if (step?.intent !== 'speak') return undefined;
  conversation.handedOut(step.part, cursor);
  conversation.acknowledged(cursor);
  return step.part.audioKey;
}

function reply(conversation: Conversation, text: string, ...keys: string[]): void {
  conversation.replyText(conversation.reply, text, NOW_MS);
  for (const key of keys) conversation.partReady(conversation.reply, part(key));
  conversation.segmentEnded(conversation.reply);
}

describe('a turn', () => {
  test('is over when its reply is over and the flow came back after its last part', () => {
    const conversation = new Conversation();
    conversation.callerSaid('what is my balance', NOW_MS);
    reply(conversation, 'Your balance is ten dollars.', 'a', 'b');
    conversation.replyEnded(conversation.reply, NOW_MS);

    expect(play(conversation, 1)).toBe('a');
    expect(conversation.takeFinishedTurns()).toEqual([]);
    expect(play(conversation, 2)).toBe('b');

    const [turn] = conversation.takeFinishedTurns();
    expect(turn && toStoredTurn(turn, PLACE)).toMatchObject({
      caller: { text: 'what is my balance' },
      bot: { text: 'Your balance is ten dollars.' },
      interrupted: false,
    });
    expect(conversation.takeFinishedTurns()).toEqual([]);
  });

  test('joins what the caller said in two goes before the bot answered', () => {
    const conversation = new Conversation();
    conversation.callerSaid('I lost', NOW_MS);
    conversation.callerSaid('my card', NOW_MS);
    reply(conversation, 'I am sorry.', 'a');
    conversation.replyEnded(conversation.reply, NOW_MS);
    play(conversation, 1);

    expect(conversation.takeFinishedTurns()[0]?.callerTexts).toEqual(['I lost', 'my card']);
  });

  test('keeps its reply when the caller murmurs over it', () => {
    const conversation = new Conversation();
    conversation.callerSaid('what is my balance', NOW_MS);
    conversation.replyText(conversation.reply, 'Your balance is ten dollars.', NOW_MS);
    conversation.partReady(conversation.reply, part('a'));
    conversation.callerSaid('mhm', NOW_MS);
    conversation.partReady(conversation.reply, part('b'));
    conversation.segmentEnded(conversation.reply);
    conversation.replyEnded(conversation.reply, NOW_MS);

    expect([play(conversation, 1), play(conversation, 2)]).toEqual(['a', 'b']);
    const [turn] = conversation.takeFinishedTurns();
    expect(turn && toStoredTurn(turn, PLACE).bot.text).toBe('Your balance is ten dollars.');
  });

  test('opened by the bot has no caller text', () => {
    const conversation = new Conversation();
    conversation.opened('Welcome.', part('greeting'), NOW_MS);
    expect(conversation.takeFinishedTurns()).toEqual([]);

    conversation.acknowledged(0);
    const [turn] = conversation.takeFinishedTurns();
    const stored = turn && toStoredTurn(turn, PLACE);
    expect(stored?.caller).toBeUndefined();
    expect(stored?.bot.text).toBe('Welcome.');
  });
});

describe('an interruption', () => {
  test('voids the parts that wait and keeps only the words that were played', () => {
    const conversation = new Conversation();
    conversation.callerSaid('what is my balance', NOW_MS);
    reply(conversation, 'one two three four five six', 'a', 'b', 'c');
    play(conversation, 1);

    conversation.interrupted(NOW_MS);

    expect(conversation.next(NOW_MS)).toBeUndefined();
    const [turn] = conversation.takeFinishedTurns();
    const stored = turn && toStoredTurn(turn, PLACE);
    expect(stored?.interrupted).toBe(true);
    expect(stored?.bot.parts.map(({ audioKey }) => audioKey)).toEqual(['a']);
    expect(stored?.bot.text).toBe('one two');
  });

  test('voids a part that is still being stored', () => {
    const conversation = new Conversation();
    conversation.callerSaid('hello', NOW_MS);
    conversation.replyText(conversation.reply, 'Hello to you.', NOW_MS);
    const replyUnderWay = conversation.reply;

    conversation.interrupted(NOW_MS);
    conversation.partReady(replyUnderWay, part('late'));

    expect(conversation.next(NOW_MS)).toBeUndefined();
  });

  test('after the whole reply was handed out changes nothing', () => {
    const conversation = new Conversation();
    conversation.callerSaid('hello', NOW_MS);
    reply(conversation, 'Hello to you.', 'a');
    conversation.replyEnded(conversation.reply, NOW_MS);
    play(conversation, 1);

    conversation.interrupted(NOW_MS);

    expect(conversation.takeFinishedTurns()[0]?.interrupted).toBe(false);
  });
});

describe('a caller who speaks over the bot', () => {
  function speakOver() {
    const conversation = new Conversation();
    conversation.callerSaid('what is my balance', NOW_MS);
    reply(conversation, 'Your balance is ten dollars.', 'a', 'b');
    conversation.replyEnded(conversation.reply, NOW_MS);
    play(conversation, 1);
    conversation.hold();
    return conversation;
  }

  test('holds the parts that wait, however long they speak', () => {
    expect(speakOver().next(NOW_MS + 60_000)).toBeUndefined();
  });

  test('but was not understood hears the reply go on', () => {
    const conversation = speakOver();
    conversation.callerQuiet(NOW_MS);

    expect(conversation.next(NOW_MS + UNDERSTAND_LIMIT_MS - 1)).toBeUndefined();
    expect(conversation.nextLookMs(NOW_MS)).toBe(UNDERSTAND_LIMIT_MS);
    expect(conversation.next(NOW_MS + UNDERSTAND_LIMIT_MS)).toMatchObject({ intent: 'speak' });
  });

  test('and only murmurs hears the reply go on at once', () => {
    const conversation = speakOver();
    conversation.resume();

    expect(conversation.next(NOW_MS)).toMatchObject({ intent: 'speak' });
  });

  test('with words hears nothing more of the reply', () => {
    const conversation = speakOver();
    conversation.interrupted(NOW_MS);

    expect(conversation.next(NOW_MS + 60_000)).toBeUndefined();
    expect(conversation.hasMoreToSay).toBe(false);
  });

  test('after its last part was handed out holds nothing', () => {
    const conversation = speakOver();
    conversation.resume();
    play(conversation, 2);
    conversation.hold();
    reply(conversation, 'And more.', 'c');

    expect(conversation.next(NOW_MS)).toMatchObject({ intent: 'speak' });
  });
});

test('history tells what was said, and of an interrupted reply only what was played', () => {
  const conversation = new Conversation();
  conversation.opened('Welcome.', part('greeting'), NOW_MS);
  conversation.acknowledged(0);
  conversation.takeFinishedTurns();
  conversation.callerSaid('what is my balance', NOW_MS);
  reply(conversation, 'one two three four five six', 'a', 'b', 'c');
  play(conversation, 1);
  conversation.interrupted(NOW_MS);
  conversation.callerSaid('stop', NOW_MS);

  expect(conversation.history()).toEqual([
    { role: 'assistant', text: 'Welcome.' },
    { role: 'user', text: 'what is my balance' },
    { role: 'assistant', text: 'one two' },
    { role: 'user', text: 'stop' },
  ]);
});

describe('an ending', () => {
  const transfer = { intent: 'transfer', reason: 'lost_card', summary: 'Lost a card.' } as const;

  test('waits until the farewell was handed out to its last part', () => {
    const conversation = new Conversation();
    conversation.callerSaid('yes', NOW_MS);
    conversation.endWith(transfer, NOW_MS);
    expect(conversation.next(NOW_MS)).toBeUndefined();

    conversation.replyText(conversation.reply, 'I connect you now.', NOW_MS);
    expect(conversation.next(NOW_MS + FAREWELL_LIMIT_MS)).toBeUndefined();
    conversation.partReady(conversation.reply, part('farewell'));
    conversation.segmentEnded(conversation.reply);
    conversation.replyEnded(conversation.reply, NOW_MS);

    expect(play(conversation, 1)).toBe('farewell');
    expect(conversation.next(NOW_MS)).toEqual(transfer);
  });

  test('comes without a farewell when the model stays silent', () => {
    const conversation = new Conversation();
    conversation.endWith(transfer, NOW_MS);

    expect(conversation.next(NOW_MS + FAREWELL_LIMIT_MS - 1)).toBeUndefined();
    expect(conversation.next(NOW_MS + FAREWELL_LIMIT_MS)).toEqual(transfer);
  });

  test('is the first one asked for', () => {
    const conversation = new Conversation();
    conversation.endWith(transfer, NOW_MS);
    conversation.endWith({ intent: 'end', reason: 'caller_done' }, NOW_MS);

    expect(conversation.next(NOW_MS + FAREWELL_LIMIT_MS)).toEqual(transfer);
  });
});

describe('a phrase of the bot’s own', () => {
  test('is a turn of its own when nothing else is going on', () => {
    const conversation = new Conversation();
    conversation.say('Are you still there?', part('prompt'), NOW_MS);

    expect(conversation.isIdle).toBe(false);
    expect(play(conversation, 1)).toBe('prompt');
    expect(conversation.isIdle).toBe(true);
    expect(conversation.takeFinishedTurns()).toHaveLength(1);
  });

  test('stands in the turn that waits for the model, before its answer', () => {
    const conversation = new Conversation();
    conversation.callerSaid('where is my payment', NOW_MS);
    conversation.say('One moment.', part('filler'), NOW_MS);
    play(conversation, 1);
    expect(conversation.takeFinishedTurns()).toEqual([]);

    reply(conversation, 'It arrived.', 'answer');
    conversation.replyEnded(conversation.reply, NOW_MS);
    play(conversation, 2);

    const [turn] = conversation.takeFinishedTurns();
    expect(turn && toStoredTurn(turn, PLACE).bot.text).toBe('One moment. It arrived.');
  });
});

test('what is left when the call ends holds only what was played', () => {
  const conversation = new Conversation();
  conversation.callerSaid('hello', NOW_MS);
  reply(conversation, 'first half second half', 'a', 'b');
  play(conversation, 1);

  const [turn] = conversation.takeRemainingTurns(NOW_MS);

  const stored = turn && toStoredTurn(turn, PLACE);
  expect(stored?.bot).toMatchObject({ text: 'first half', parts: [{ audioKey: 'a' }] });
  expect(stored?.interrupted).toBe(true);
});

describe('a model that is gone', () => {
  const END = { intent: 'end', reason: 'done' } as const;

  test('leaves the caller’s turn open when nothing of its reply can be heard', () => {
    const conversation = new Conversation();
    conversation.callerSaid('what is my balance', NOW_MS);
    conversation.replyText(conversation.reply, 'Ten', NOW_MS);
    const old = conversation.reply;

    conversation.cutOff(NOW_MS);
    conversation.partReady(old, part('late'));

    expect(conversation.recall()).toMatchObject({ due: 'answer', results: [], atWork: [] });
    expect(conversation.next(NOW_MS)).toBeUndefined();
    expect(conversation.snapshot().turns).toMatchObject([{ parts: [], interrupted: false }]);
  });

  test('owes the rest of its reply until another goes on or the caller says something else', () => {
    const conversation = new Conversation();
    conversation.callerSaid('what is my balance', NOW_MS);
    reply(conversation, 'Ten dollars.', 'a');
    conversation.cutOff(NOW_MS);
    const dues = [conversation.recall().due, conversation.recall().due];

    conversation.callerSaid('thank you', NOW_MS);
    dues.push(conversation.recall().due);
    reply(conversation, 'You are welcome.', 'b');
    dues.push(conversation.recall().due);

    expect(dues).toEqual(['rest', 'rest', 'answer', undefined]);
    expect(play(conversation, 1)).toBe('a');
    expect(conversation.takeFinishedTurns()).toMatchObject([{ interrupted: true }]);
  });

  test('has said its farewell if some of it can be heard; else another one is to say it', () => {
    const endings = [['bye'], []].map((keys) => {
      const conversation = new Conversation();
      conversation.toolUses.asked({ toolUseId: 'use-1', name: 'end_call', input: '{}' });
      conversation.endWith(END, NOW_MS);
      conversation.toolUses.answered('use-1', { status: 'ok' });
      reply(conversation, 'Goodbye.', ...keys);
      conversation.cutOff(NOW_MS);
      const { results } = conversation.recall();
      play(conversation, 1);
      return [results.length, conversation.next(NOW_MS), conversation.next(NOW_MS + 5000)];
    });

    expect(endings).toEqual([
      [0, END, END],
      [1, undefined, END],
    ]);
  });
});
