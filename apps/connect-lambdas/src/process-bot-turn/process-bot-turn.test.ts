import { once } from 'node:events';
import type { CallRecord } from '@patchbay/call';
import type { TurnAnswer, TurnRequest } from '@patchbay/contracts';
import {
  aCallRecord,
  anAgent,
  anOwner,
  CONTACT_ID,
  createManualClock,
  createMemoryCallStore,
  createRecordingLogger,
  QUEUE_ARN,
} from '@patchbay/testing';
import type { Owner } from '../bridge/bridge-client';
import { BridgeGoneError, BridgeUnreachableError, TurnRefusedError } from '../bridge/errors';
import type { FlowAnswer } from './flow-answer';
import { processBotTurn } from './process-bot-turn';

const BUDGET_MS = 7000;
const SILENCE_MS = 1500;
const AGENT = anAgent();
const phraseUrl = (text: string) => `https://prompts.test/${encodeURIComponent(text)}`;
const { hold } = AGENT.phrases;
const [firstFiller = '', secondFiller = ''] = AGENT.phrases.fillers;
const spoken = (cursor: number, text: string) => ({
  cursor,
  intent: 'speak',
  responseAudioUrl: phraseUrl(text),
});
const owned = (facts: Partial<CallRecord> = {}) =>
  aCallRecord({ epoch: 1, owner: anOwner(), ...facts });
const next = anOwner('https://10.0.0.2:8443');
const speak = (cursor: number): TurnAnswer => ({
  cursor,
  intent: 'speak',
  responseAudioUrl: 'https://prompts.test/1.wav',
  durationMs: 900,
});

type Bridge = (
  owner: Owner,
  turn: TurnRequest,
  signal: AbortSignal,
) => TurnAnswer | Promise<TurnAnswer>;

/** A bridge by script, over a store with this record; waiting moves the clock. */
function prepare(record: CallRecord | undefined, bridge: Bridge, askMs = 0) {
  const clock = createManualClock(Date.parse('2026-01-05T10:00:05.000Z'));
  const calls = createMemoryCallStore(...(record ? [record] : []));
  const asked: { url: string; turn: TurnRequest }[] = [];
  const pauses: (() => Promise<void>)[] = [];
  const announced: unknown[] = [];
  return {
    asked,
    announced,
    callQueue: { send: async (body: string) => void announced.push(JSON.parse(body)) },
    clock,
    calls,
    /** Happens at the next pauses, one each. */
    pauses,
    agents: {
      byId: async () => AGENT,
      byDialledNumber: () => Promise.reject(new Error('not asked for')),
    },
    defaultQueueArn: 'arn:default-queue',
    phraseUrl,
    bridge: {
      askTurn: async (owner: Owner, turn: TurnRequest, signal: AbortSignal) => {
        asked.push({ url: owner.url, turn });
        clock.advance(askMs);
        return bridge(owner, turn, signal);
      },
    },
    pause: async (delayMs: number) => {
      clock.advance(delayMs);
      await pauses.shift()?.();
    },
    logger: createRecordingLogger(),
  };
}

const poll = (cursor: number) => ({ contactId: CONTACT_ID, cursor });
/** To be prepared with {@link SILENCE_MS}, which it takes to find out. */
const silent: Bridge = () => {
  throw new BridgeUnreachableError('fell silent', { silentMs: SILENCE_MS });
};

describe('a poll for a call that a bridge owns', () => {
  test('is handed to that bridge with the epoch of the record, and its answer handed back', async () => {
    const dependencies = prepare(owned(), () => speak(4));
    const media = { streamArn: 'arn:stream', startTimestampMs: 1 };

    const answer = await processBotTurn(
      { ...poll(3), digits: '42', media },
      BUDGET_MS,
      dependencies,
    );

    expect(answer).toEqual(speak(4));
    expect(dependencies.asked).toEqual([
      {
        url: anOwner().url,
        turn: { contactId: CONTACT_ID, cursor: 3, digits: '42', media, epoch: 1, deadlineMs: 4000 },
      },
    ]);
  });

  test('leaves the bridge no more time than the function has', async () => {
    const dependencies = prepare(owned(), () => speak(4));

    await processBotTurn(poll(3), 2500, dependencies);

    expect(dependencies.asked[0]?.turn.deadlineMs).toBe(2000);
  });

  test('goes to the next owner when the first cuts the connection twice', async () => {
    const dependencies = prepare(owned(), ({ url }) => {
      if (url === next.url) return speak(4);
      throw new BridgeUnreachableError('cut the connection');
    });
    const { announced, asked, calls, pauses } = dependencies;
    pauses.push(() => calls.write(CONTACT_ID, { owner: next, epoch: 2 }, { kind: 'present' }));

    const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(answer).toEqual(speak(4));
    expect(asked.map(({ turn }) => turn.epoch)).toEqual([1, 1, 2]);
    expect(announced).toEqual([]);
  });

  test('is asked again when a connection was cut, for the bridge may be there', async () => {
    let isCut = true;
    const dependencies = prepare(owned(), () => {
      if (!isCut) return speak(4);
      isCut = false;
      throw new BridgeUnreachableError('cut the connection');
    });

    expect(await processBotTurn(poll(3), BUDGET_MS, dependencies)).toEqual(speak(4));
    expect(dependencies.clock.monotonicMs()).toBe(0);
  });

  test('of a bridge whose process has ended is taken from it at once, and asked of the next', async () => {
    let isFirst = true;
    const dependencies = prepare(owned({ cursor: 3 }), ({ url }) => {
      if (url === next.url) return speak(4);
      if (!isFirst) throw new BridgeGoneError(new Error('refused'));
      isFirst = false;
      throw new BridgeUnreachableError('cut the connection');
    });
    const { announced, calls, clock, pauses } = dependencies;
    let taken: CallRecord | undefined;
    pauses.push(async () => {
      taken = await calls.read(CONTACT_ID);
      await calls.write(CONTACT_ID, { owner: next, epoch: 3 }, { kind: 'epoch', epoch: 2 });
    });

    expect(await processBotTurn(poll(3), BUDGET_MS, dependencies)).toEqual(speak(4));
    expect(clock.monotonicMs()).toBeLessThan(500);
    expect(taken).toMatchObject({ epoch: 2, losses: 1 });
    // Who comes to the same address is another bridge, and need not stand aside.
    expect([taken?.owner, taken?.ownerSilence?.unreachableUrl]).toEqual([undefined, undefined]);
    expect(announced).toEqual([{ contactId: CONTACT_ID, agentId: taken?.agentId }]);
  });

  test('is given a filler in time while nobody takes it from a bridge that is gone', async () => {
    const dependencies = prepare(owned({ cursor: 3 }), () => {
      throw new BridgeGoneError(new Error('refused'));
    });

    expect(await processBotTurn(poll(3), BUDGET_MS, dependencies)).toEqual(spoken(3, firstFiller));
    expect(dependencies.clock.monotonicMs()).toBeLessThan(SILENCE_MS + 300);
    expect(dependencies.announced).toHaveLength(1);
  });

  test('is given a filler with its own cursor as soon as the bridge is found silent', async () => {
    const dependencies = prepare(owned({ cursor: 3 }), silent, SILENCE_MS);

    const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(answer).toEqual(spoken(3, firstFiller));
    expect(dependencies.clock.monotonicMs()).toBe(SILENCE_MS);
    expect(await dependencies.calls.read(CONTACT_ID)).toMatchObject({ cursor: 3, epoch: 1 });
  });

  test('leaves another bridge a moment when the owner has closed its door', async () => {
    const dependencies = prepare(owned({ cursor: 3 }), () => {
      throw new BridgeUnreachableError('cut the connection');
    });

    const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(answer).toEqual(spoken(3, firstFiller));
    expect(dependencies.asked).toHaveLength(2);
    expect(dependencies.clock.monotonicMs()).toBeGreaterThanOrEqual(SILENCE_MS);
    expect(dependencies.clock.monotonicMs()).toBeLessThan(SILENCE_MS + 300);
  });

  test('hears nothing of a hand-over: the owner that let go of the poll was there until then', async () => {
    const dependencies = prepare(
      owned(),
      ({ url }) => {
        if (url === next.url) return speak(4);
        throw new TurnRefusedError('unknown-call');
      },
      2 * SILENCE_MS,
    );
    dependencies.pauses.push(() =>
      dependencies.calls.write(CONTACT_ID, { epoch: 2, owner: next }, { kind: 'present' }),
    );

    const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(answer).toEqual(speak(4));
  });

  test('listens between two fillers, and the second is another one', async () => {
    const dependencies = prepare(owned({ cursor: 3 }), silent, SILENCE_MS);
    const heard: { atMs: number; intent: string; url?: string }[] = [];

    while (heard.filter(({ intent }) => intent === 'speak').length < 2) {
      const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);
      const url = 'responseAudioUrl' in answer ? { url: answer.responseAudioUrl } : {};
      expect(answer.cursor).toBe(3);
      heard.push({ atMs: dependencies.clock.monotonicMs(), intent: answer.intent, ...url });
      dependencies.clock.advance(1200);
    }

    const [first, second] = heard.filter(({ intent }) => intent === 'speak');
    expect(heard.map(({ intent }) => intent)).toContain('listen');
    expect([first?.url, second?.url]).toEqual([phraseUrl(firstFiller), phraseUrl(secondFiller)]);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(6000);
  });

  test('asked twice at once, gives both the same filler', async () => {
    const dependencies = prepare(owned({ cursor: 3 }), silent);
    const retried = { ...dependencies, logger: createRecordingLogger() };

    const answers = await Promise.all([
      processBotTurn(poll(3), BUDGET_MS, dependencies),
      processBotTurn(poll(3), BUDGET_MS, retried),
    ]);
    answers.push(await processBotTurn(poll(3), BUDGET_MS, retried));

    expect(answers).toEqual(answers.map(() => spoken(3, firstFiller)));
    expect((await dependencies.calls.read(CONTACT_ID))?.ownerSilence?.fillers).toBe(1);
  });

  test('gets from the record the answer that the dead bridge had given', async () => {
    const record = owned({ cursor: 4, lastAnswer: speak(4) });
    const dependencies = prepare(record, silent, SILENCE_MS);

    expect(await processBotTurn(poll(3), BUDGET_MS, dependencies)).toEqual(speak(4));
    expect((await dependencies.calls.read(CONTACT_ID))?.ownerSilence).toBeUndefined();
  });

  test('gives the caller to a human when the bridge stays silent for 15 s', async () => {
    const record = owned({ cursor: 3, sequence: 5, fields: { product: 'card' } });
    const dependencies = prepare(record, silent, SILENCE_MS);
    const answers: FlowAnswer[] = [];

    while (answers.length < 20 && answers.at(-1)?.intent !== 'transfer') {
      answers.push(await processBotTurn(poll(3), BUDGET_MS, dependencies));
      dependencies.clock.advance(1000);
    }
    const again = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    const transfer = {
      cursor: 4,
      intent: 'transfer',
      reason: 'bot_unavailable',
      summary: expect.stringMatching(/./),
      queueArn: QUEUE_ARN,
      fields: { product: 'card' },
    };
    expect(answers.at(-1)).toEqual(transfer);
    expect(again).toEqual(transfer);
    expect(dependencies.clock.monotonicMs()).toBeGreaterThan(15_000);
    expect(dependencies.clock.monotonicMs()).toBeLessThan(15_000 + BUDGET_MS);
    // The silent owner can write no more, and the next one finds a call that has but to be closed.
    const left = await dependencies.calls.read(CONTACT_ID);
    expect(left).toMatchObject({ status: 'open', epoch: 3, cursor: 4, lastAnswer: transfer });
    expect(left?.ownerSilence).toBeUndefined();
    expect(left?.owner).toBeUndefined();
    expect(left?.outbox).toMatchObject([{ type: 'TransferRequested', sequence: 6 }]);
  });

  test('stays with the bot when a bridge claims the call just before it is given away', async () => {
    const ownerSilence = { epoch: 1, sinceMs: 0, fillers: 1, lastFillerAtMs: 1 };
    const dependencies = prepare(owned({ cursor: 3, ownerSilence }), (...asked) =>
      asked[0].url === anOwner().url ? silent(...asked) : speak(4),
    );
    const { calls } = dependencies;
    const next = { owner: anOwner('https://127.0.0.2:9'), epoch: 2 };
    const racing = {
      ...dependencies,
      calls: {
        read: calls.read,
        write: async (...write: Parameters<typeof calls.write>) => {
          if (write[1].lastAnswer) await calls.write(CONTACT_ID, next, { kind: 'present' });
          return calls.write(...write);
        },
      },
    };

    expect(await processBotTurn(poll(3), BUDGET_MS, racing)).toEqual(speak(4));
    expect((await calls.read(CONTACT_ID))?.outbox).toEqual([]);
  });

  test('is not given a `listen` that it never got, but a filler in time', async () => {
    const record = owned({ cursor: 4, lastAnswer: { cursor: 4, intent: 'listen' } });
    const dependencies = prepare(record, silent, SILENCE_MS);

    const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(answer).toEqual(spoken(3, firstFiller));
    expect(dependencies.clock.monotonicMs()).toBe(SILENCE_MS);
  });

  test('waits no second time for a new owner that is not ready', async () => {
    const dependencies = prepare(owned({ cursor: 3 }), ({ url }) => {
      if (url === next.url) throw new TurnRefusedError('unknown-call');
      throw new BridgeUnreachableError('cut the connection');
    });
    const { calls, clock, pauses } = dependencies;
    const claim = { owner: next, epoch: 2, losses: 1 };
    const noop = async () => undefined;
    pauses.push(...Array(5).fill(noop), () => calls.write(CONTACT_ID, claim, { kind: 'present' }));

    const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(answer).toEqual(spoken(3, firstFiller));
    expect(dependencies.asked.at(-1)?.url).toBe(next.url);
    expect(clock.monotonicMs()).toBeLessThan(SILENCE_MS + 300);
  });

  test('is given a filler while the new owner of a lost call has nothing to say yet', async () => {
    const dependencies = prepare(owned({ cursor: 3 }), async ({ url }, _, signal) => {
      if (url === next.url) await once(signal, 'abort');
      // As a monotonic clock tells it: no whole milliseconds.
      clock.advance(url === next.url ? 800 : 300.25);
      throw new BridgeUnreachableError('cut the connection');
    });
    const { calls, clock, pauses } = dependencies;
    const claim = { owner: next, epoch: 2, losses: 1 };
    pauses.push(() => calls.write(CONTACT_ID, claim, { kind: 'present' }));

    const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(answer).toEqual(spoken(3, firstFiller));
    expect(await calls.read(CONTACT_ID)).toMatchObject({ epoch: 2, ownerSilence: { fillers: 1 } });
  });

  test('does not wait for an owner that was not ready when its filler is due', async () => {
    const dependencies = prepare(owned({ cursor: 3 }), async ({ url }, _, signal) => {
      if (url !== next.url) throw new BridgeGoneError(new Error('refused'));
      if (clock.monotonicMs() < SILENCE_MS) throw new TurnRefusedError('unknown-call');
      await once(signal, 'abort');
      clock.advance(300);
      throw new BridgeUnreachableError('cut the connection');
    });
    const { calls, clock, pauses } = dependencies;
    const claim = { owner: next, epoch: 3 };
    pauses.push(() => calls.write(CONTACT_ID, claim, { kind: 'epoch', epoch: 2 }));

    const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(answer).toEqual(spoken(3, firstFiller));
    expect(clock.monotonicMs()).toBeLessThan(SILENCE_MS + 200);
  });

  test('goes on waiting for a new owner that only listens, and is given a filler in the next poll', async () => {
    let asks = 0;
    const dependencies = prepare(owned({ cursor: 3 }), async ({ url }, _, signal) => {
      if (url !== next.url) throw new BridgeGoneError(new Error('refused'));
      asks += 1;
      if (asks === 1) return { cursor: 4, intent: 'listen' };
      await once(signal, 'abort');
      clock.advance(SILENCE_MS);
      throw new BridgeUnreachableError('cut the connection');
    });
    const { calls, clock, pauses } = dependencies;
    const claim = { owner: next, epoch: 3 };
    pauses.push(() => calls.write(CONTACT_ID, claim, { kind: 'epoch', epoch: 2 }));

    const answers = [await processBotTurn(poll(3), BUDGET_MS, dependencies)];
    await calls.write(CONTACT_ID, { cursor: 4 }, { kind: 'present' });
    clock.advance(1200);
    answers.push(await processBotTurn(poll(4), BUDGET_MS, dependencies));

    expect(answers).toEqual([{ cursor: 4, intent: 'listen' }, spoken(4, firstFiller)]);
  });

  test('tells the next poll since when its caller waits, when there is no time left', async () => {
    const dependencies = prepare(owned({ cursor: 3 }), () => {
      throw new BridgeUnreachableError('cut the connection');
    });

    const answers = [await processBotTurn(poll(3), 1200, dependencies)];
    dependencies.clock.advance(1000);
    answers.push(await processBotTurn(poll(3), BUDGET_MS, dependencies));

    expect(answers).toEqual([{ cursor: 3, intent: 'listen' }, spoken(3, firstFiller)]);
    expect(dependencies.clock.monotonicMs()).toBeLessThan(SILENCE_MS + 300);
  });

  test('takes the call from an owner that is still silent in the next poll, and asks the next owner', async () => {
    const dependencies = prepare(
      owned({ cursor: 3 }),
      (...asked) => (asked[0].url === next.url ? speak(4) : silent(...asked)),
      SILENCE_MS,
    );
    const { announced, calls, clock, pauses } = dependencies;

    const answers = [await processBotTurn(poll(3), BUDGET_MS, dependencies)];
    const before = await calls.read(CONTACT_ID);
    clock.advance(2000);
    let taken: CallRecord | undefined;
    pauses.push(async () => {
      taken = await calls.read(CONTACT_ID);
      await calls.write(CONTACT_ID, { owner: next, epoch: 3 }, { kind: 'epoch', epoch: 2 });
    });
    answers.push(await processBotTurn(poll(3), BUDGET_MS, dependencies));

    expect(answers).toEqual([spoken(3, firstFiller), speak(4)]);
    expect(before).toMatchObject({ epoch: 1, owner: anOwner(), losses: 0 });
    expect(taken).toMatchObject({
      ...{ epoch: 2, losses: 1, cursor: 3, status: 'open' },
      ownerSilence: { epoch: 2, fillers: 1, unreachableUrl: anOwner().url },
    });
    expect([taken?.owner, taken?.heldMessageId]).toEqual([undefined, undefined]);
    expect(announced).toEqual([{ contactId: CONTACT_ID, agentId: taken?.agentId }]);
  });

  test('takes nothing from an owner that another bridge has just replaced', async () => {
    const ownerSilence = { epoch: 1, sinceMs: 0, ownerSilentSinceMs: 0, fillers: 0 };
    const dependencies = prepare(owned({ cursor: 3, ownerSilence }), (...asked) =>
      asked[0].url === next.url ? speak(4) : silent(...asked),
    );
    const { announced, calls } = dependencies;
    const racing = {
      ...dependencies,
      calls: {
        read: calls.read,
        write: async (...write: Parameters<typeof calls.write>) => {
          const claim = { owner: next, epoch: 2 };
          if (write[1].epoch === 2) await calls.write(CONTACT_ID, claim, { kind: 'present' });
          return calls.write(...write);
        },
      },
    };

    expect(await processBotTurn(poll(3), BUDGET_MS, racing)).toEqual(speak(4));
    expect(announced).toEqual([]);
    expect(await calls.read(CONTACT_ID)).toMatchObject({ epoch: 2, owner: next });
  });

  test('is not taken from an owner for the silence of the one before', async () => {
    const { owner: _, ...lost } = owned({ cursor: 3, losses: 0 });
    const dependencies = prepare(lost, silent, SILENCE_MS);
    const { calls, clock } = dependencies;
    const claimed = { owner: next, epoch: 2, losses: 1 };
    while (clock.monotonicMs() < 6000) {
      await processBotTurn(poll(3), BUDGET_MS, dependencies);
      clock.advance(1000);
    }
    await calls.write(CONTACT_ID, claimed, { kind: 'present' });

    await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(dependencies.announced).toEqual([]);
    expect(await calls.read(CONTACT_ID)).toMatchObject(claimed);
  });

  test('of an owner out of reach that takes the call again still reaches a human in time', async () => {
    const dependencies = prepare(owned({ cursor: 3 }), silent, SILENCE_MS);
    const { announced, calls, clock } = dependencies;
    const again = async () => {
      const { owner, epoch = 0 } = (await calls.read(CONTACT_ID)) ?? {};
      if (owner) return;
      const claim = { owner: anOwner(), epoch: epoch + 1 };
      await calls.write(CONTACT_ID, claim, { kind: 'present' });
    };
    let answer: FlowAnswer | undefined;

    while (clock.monotonicMs() < 30_000 && answer?.intent !== 'transfer') {
      answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);
      if (announced.length < 2) await again();
      clock.advance(1000);
    }

    expect(answer).toMatchObject({ intent: 'transfer', reason: 'bot_unavailable' });
    expect(clock.monotonicMs()).toBeLessThan(15_000 + BUDGET_MS);
    expect(await calls.read(CONTACT_ID)).toMatchObject({ losses: 2 });
  });

  test('goes on without a queue that takes no message', async () => {
    const ownerSilence = { epoch: 1, sinceMs: 0, ownerSilentSinceMs: 0, fillers: 0 };
    const dependencies = prepare(owned({ cursor: 3, ownerSilence }), silent);
    dependencies.callQueue.send = () => Promise.reject(new Error('away'));

    const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(answer).toEqual(spoken(3, firstFiller));
    expect(dependencies.logger.lines).toContainEqual(
      expect.objectContaining({ message: 'call not announced anew' }),
    );
  });

  test('forgets an old silence once the bridge answers', async () => {
    const ownerSilence = { epoch: 1, sinceMs: 0, fillers: 1 };
    const dependencies = prepare(owned({ ownerSilence }), () => speak(4));

    await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect((await dependencies.calls.read(CONTACT_ID))?.ownerSilence).toBeUndefined();
  });

  test('a silence of the owner before does not count against the next', async () => {
    const ownerSilence = { epoch: 1, sinceMs: 0, fillers: 3, lastFillerAtMs: 1 };
    const dependencies = prepare(owned({ cursor: 3, epoch: 2, ownerSilence }), silent, SILENCE_MS);

    expect(await processBotTurn(poll(3), BUDGET_MS, dependencies)).toEqual(spoken(3, firstFiller));
  });

  test.each(['unknown-call', 'stale-epoch'] as const)(
    'refused as %s, is asked again by a fresh record',
    async (refusal) => {
      let refused = false;
      const dependencies = prepare(owned(), () => {
        if (refused) return speak(4);
        refused = true;
        throw new TurnRefusedError(refusal);
      });

      expect(await processBotTurn(poll(3), BUDGET_MS, dependencies)).toEqual(speak(4));
    },
  );

  test.each(['stale-cursor', 'bad-signature', 'bad-request'] as const)(
    'refused as %s, fails at once',
    async (refusal) => {
      const dependencies = prepare(owned(), () => {
        throw new TurnRefusedError(refusal);
      });

      const answer = processBotTurn(poll(3), BUDGET_MS, dependencies);

      await expect(answer).rejects.toMatchObject({ name: 'TurnRefusedError', refusal });
      expect(dependencies.asked).toHaveLength(1);
    },
  );
});

describe('a poll for a call that no bridge owns yet', () => {
  test('waits for one', async () => {
    const dependencies = prepare(aCallRecord(), () => speak(1));
    const claim = { owner: anOwner(), epoch: 1 };
    dependencies.pauses.push(
      async () => undefined,
      () => dependencies.calls.write(CONTACT_ID, claim, { kind: 'present' }),
    );

    expect(await processBotTurn(poll(0), BUDGET_MS, dependencies)).toEqual(speak(1));
  });

  test('is told to hold after a moment, and then listens', async () => {
    const dependencies = prepare(aCallRecord(), () => speak(1));

    const answers = [await processBotTurn(poll(0), BUDGET_MS, dependencies)];
    const spokenAtMs = dependencies.clock.monotonicMs();
    dependencies.clock.advance(1000);
    answers.push(await processBotTurn(poll(0), BUDGET_MS, dependencies));

    expect(answers).toEqual([spoken(0, hold), { cursor: 0, intent: 'listen' }]);
    expect(spokenAtMs).toBeLessThan(2000);
    expect(dependencies.clock.monotonicMs()).toBeLessThanOrEqual(spokenAtMs + 1000 + 3500);
  });

  test('goes to a human after 15 s, who is not reached without the hold phrase', async () => {
    const dependencies = prepare(aCallRecord(), () => speak(1));
    dependencies.clock.advance(20_000);

    const answers = [await processBotTurn(poll(0), BUDGET_MS, dependencies)];
    dependencies.clock.advance(1000);
    answers.push(await processBotTurn(poll(0), BUDGET_MS, dependencies));

    expect(answers).toMatchObject([
      spoken(0, hold),
      { cursor: 1, intent: 'transfer', reason: 'bot_unavailable', queueArn: QUEUE_ARN },
    ]);
    expect(await dependencies.calls.read(CONTACT_ID)).toMatchObject({ epoch: 1, status: 'open' });
  });

  test('of an agent that is gone still reaches a human', async () => {
    const dependencies = prepare(aCallRecord(), () => speak(1));
    dependencies.agents.byId = () => Promise.reject(new Error('no such agent'));
    dependencies.clock.advance(20_000);

    await processBotTurn(poll(0), BUDGET_MS, dependencies);
    const answer = await processBotTurn(poll(0), BUDGET_MS, dependencies);

    expect(answer).toMatchObject({ intent: 'transfer', queueArn: 'arn:default-queue' });
  });
});

describe('a poll for a call that is over', () => {
  const handedOver: TurnAnswer = {
    cursor: 4,
    intent: 'transfer',
    reason: 'lost_card',
    summary: 'Lost a card.',
    queueArn: QUEUE_ARN,
  };
  const neverAsked: Bridge = () => {
    throw new Error('asked a bridge');
  };

  test('gets the last answer when the flow never got it', async () => {
    const record = owned({ status: 'ended', cursor: 4, lastAnswer: handedOver });

    const answer = await processBotTurn(poll(3), BUDGET_MS, prepare(record, neverAsked));

    expect(answer).toEqual(handedOver);
  });

  test.each(['ended', 'failed'] as const)('and %s, goes to a human', async (status) => {
    const record = owned({ status, cursor: 4, lastAnswer: handedOver });

    const answer = await processBotTurn(poll(4), BUDGET_MS, prepare(record, neverAsked));

    expect(answer).toMatchObject({ intent: 'transfer', reason: 'bot_unavailable' });
  });

  test('or unknown, goes to the default queue', async () => {
    const answer = await processBotTurn(poll(4), BUDGET_MS, prepare(undefined, neverAsked));

    expect(answer).toMatchObject({ intent: 'transfer', queueArn: 'arn:default-queue' });
  });
});
