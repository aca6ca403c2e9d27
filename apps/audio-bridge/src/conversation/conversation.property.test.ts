import fc from 'fast-check';
import { openConversationSchema } from '@patchbay/call';
import type { HistoryMessage } from '@patchbay/speech';
import { Conversation } from './conversation';
import { takeOver } from './taken-over';

const NOW_MS = 1_700_000_000_000;
const STEP_MS = 700;
const TRANSFER = { intent: 'transfer', reason: 'lost_card', summary: 'A card.' } as const;

/** A talk whose every move is given by a number, so that two can be led the same way. */
class LedTalk {
  readonly conversation: Conversation;
  readonly told: unknown[] = [];
  #cursor: number;
  #nowMs: number;
  #made: number;

  constructor(conversation: Conversation, at = { cursor: 0, nowMs: NOW_MS, made: 0 }) {
    this.conversation = conversation;
    this.#cursor = at.cursor;
    this.#nowMs = at.nowMs;
    this.#made = at.made;
  }

  get at() {
    return { cursor: this.#cursor, nowMs: this.#nowMs, made: this.#made };
  }

  readonly moves: Readonly<Record<string, (talk: Conversation) => void>> = {
    callerSaid: (talk) => talk.callerSaid(`words ${this.#made++}`, this.#nowMs),
    replyText: (talk) => talk.replyText(talk.reply, `one two three ${this.#made++}`, this.#nowMs),
    partReady: (talk) =>
      talk.partReady(talk.reply, { audioKey: `part-${this.#made++}`, durationMs: 900 }),
    segmentEnded: (talk) => talk.segmentEnded(talk.reply),
    replyEnded: (talk) => talk.replyEnded(talk.reply, this.#nowMs),
    say: (talk) =>
      talk.say('One moment.', { audioKey: `own-${this.#made++}`, durationMs: 500 }, this.#nowMs),
    askKeys: (talk) => {
      const collect = { maxDigits: 4, timeoutS: 5 };
      const part = { audioKey: `keys-${this.#made++}`, durationMs: 500, collect };
      talk.say('Your PIN?', part, this.#nowMs);
    },
    interrupted: (talk) => talk.interrupted(this.#nowMs),
    hold: (talk) => talk.hold(),
    quiet: (talk) => talk.callerQuiet(this.#nowMs),
    asked: (talk) =>
      talk.toolUses.asked({ toolUseId: `${this.#made++}`, name: 'pay', input: '{}' }),
    running: (talk) => talk.toolUses.running(`${this.#made - 1}`),
    answered: (talk) => talk.toolUses.answered(`${this.#made - 1}`, { paid: true }),
    endWith: (talk) => talk.endWith(TRANSFER, this.#nowMs),
    poll: (talk) => {
      talk.acknowledged(this.#cursor);
      const step = talk.next(this.#nowMs);
      this.#cursor += 1;
      if (step?.intent === 'speak') talk.handedOut(step.part, this.#cursor);
      this.told.push(step?.intent === 'speak' ? step.part.audioKey : step);
    },
    store: (talk) => this.told.push(talk.takeFinishedTurns()),
    pass: () => (this.#nowMs += STEP_MS),
  };

  lead(moves: readonly string[]): this {
    for (const move of moves) {
      this.moves[move]?.(this.conversation);
      const { isIdle, hasMoreToSay, isEnding, isAskingKeys } = this.conversation;
      this.told.push([isIdle, hasMoreToSay, isEnding, isAskingKeys, this.conversation.history()]);
    }
    return this;
  }
}

const MOVES = Object.keys(new LedTalk(new Conversation()).moves);
const anyMoves = fc.array(fc.constantFrom(...MOVES), { maxLength: 40 });

/** Through the store, and so through JSON and the record's schema. */
const stored = (talk: Conversation) =>
  openConversationSchema.parse(JSON.parse(JSON.stringify(talk.snapshot())));

const isAction = () => true;

/** What was said in turns given away, which stands elsewhere. */
function saidBefore(talk: Conversation, nowMs: number): HistoryMessage[] {
  const open = new Conversation({ conversation: stored(talk), said: [], nowMs }).history();
  return talk.history().slice(0, talk.history().length - open.length);
}

/** As another owner has it. */
const restore = (talk: Conversation, nowMs: number) =>
  new Conversation({ conversation: stored(talk), said: saidBefore(talk, nowMs), nowMs });

/** As the next owner has it after this one died. */
function underNewOwner(talk: Conversation, nowMs: number, said: readonly HistoryMessage[] = []) {
  const { conversation, unfinished } = takeOver(stored(talk), isAction);
  const next = new Conversation({ conversation, said, nowMs });
  next.cutOff(nowMs);
  return { conversation: next, unfinished };
}

/** What happens to a talk whatever its model does; held parts wait for a new owner's own time. */
const FLOW_MOVES = ['poll', 'store', 'pass', 'interrupted', 'callerSaid'];
const flowMoves = fc.array(fc.constantFrom(...FLOW_MOVES), { maxLength: 40 });
const unheldMoves = anyMoves.map((moves) => moves.filter((move) => move !== 'hold'));

test('a talk that was stored at any point has the same next steps as the one that was not', () => {
  fc.assert(
    fc.property(unheldMoves, flowMoves, (before, after) => {
      const { conversation, at } = new LedTalk(new Conversation()).lead(before);
      const restored = restore(conversation, at.nowMs);

      const [told, toldAgain] = [conversation, restored].map(
        (talk) => new LedTalk(talk, at).lead(after).told,
      );

      expect(toldAgain).toEqual(told);
    }),
  );
});

test('a talk that was taken over goes on the same, whatever its model does', () => {
  fc.assert(
    fc.property(anyMoves, anyMoves, (before, after) => {
      const { conversation, at } = new LedTalk(new Conversation()).lead(before);
      const once = underNewOwner(conversation, at.nowMs).conversation;
      const twice = restore(once, at.nowMs);

      const [told, toldAgain] = [once, twice].map((talk) => new LedTalk(talk, at).lead(after).told);

      expect(toldAgain).toEqual(told);
    }),
  );
});

test('whoever takes a talk over plays no part twice, loses none, and leaves nobody waiting', () => {
  fc.assert(
    fc.property(anyMoves, (before) => {
      const led = new LedTalk(new Conversation()).lead(before);
      const open = stored(led.conversation);
      const waitingBefore = open.turns
        .flatMap(({ parts }) => parts)
        .filter(({ cursor, dropped }) => cursor === undefined && !dropped)
        .map(({ audioKey }) => audioKey);
      const { nowMs } = led.at;

      const { conversation: next } = underNewOwner(led.conversation, nowMs);

      const { due, results, atWork } = next.recall();
      const polls = Array.from({ length: waitingBefore.length + 1 }, () => [
        'pass',
        'pass',
        'pass',
        'poll',
      ]);
      const isOver = stored(next).turns.every(({ replyEnded }) => replyEnded);
      const told = new LedTalk(next, led.at).lead(polls.flat()).told;
      const played = told.filter((step) => typeof step === 'string');
      expect(played).toEqual(waitingBefore);
      const isModelToSpeak = due !== undefined || results.length > 0 || atWork.length > 0;
      expect(isModelToSpeak || isOver || next.isEnding).toBe(true);
    }),
  );
});

test('a talk whose model is gone goes on in this bridge as it would in the next', () => {
  fc.assert(
    fc.property(anyMoves, anyMoves, (before, after) => {
      // A tool that runs ends with its bridge; held parts wait for a new owner's own time.
      const moves = before.filter((move) => move !== 'running' && move !== 'hold');
      const { conversation, at } = new LedTalk(new Conversation()).lead(moves);
      const said = saidBefore(conversation, at.nowMs);
      const over = underNewOwner(conversation, at.nowMs, said).conversation;
      conversation.cutOff(at.nowMs);

      const talks = [conversation, over].map((talk) => ({
        recalled: talk.recall(),
        told: new LedTalk(talk, at).lead(after).told,
      }));

      expect(talks[1]).toEqual(talks[0]);
    }),
  );
});

test('a tool that may have done its work is never among those that are run', () => {
  fc.assert(
    fc.property(anyMoves, (before) => {
      const open = stored(new LedTalk(new Conversation()).lead(before).conversation);

      const { conversation, unfinished } = takeOver(open, isAction);

      const stages = new Map(open.toolUses.map(({ toolUseId, stage }) => [toolUseId, stage]));
      expect(unfinished.every(({ toolUseId }) => stages.get(toolUseId) === 'asked')).toBe(true);
      expect(conversation.toolUses.map(({ stage }) => stage)).not.toContain('running');
    }),
  );
});
