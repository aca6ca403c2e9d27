import type { AgentDefinition } from '@patchbay/agent';
import type { CallRecord } from '@patchbay/call';
import type { TurnAnswer, TurnRequest } from '@patchbay/contracts';
import {
  aCallRecord,
  anOwner,
  CONTACT_ID,
  createManualClock,
  createMemoryCallStore,
  createRecordingLogger,
  QUEUE_ARN,
} from '@patchbay/testing';
import type { Owner } from '../bridge/bridge-client';
import { BridgeUnreachableError, TurnRefusedError } from '../bridge/errors';
import { processBotTurn } from './process-bot-turn';

const BUDGET_MS = 7000;
const owned = (facts: Partial<CallRecord> = {}) =>
  aCallRecord({ epoch: 1, owner: anOwner(), ...facts });
const speak = (cursor: number): TurnAnswer => ({
  cursor,
  intent: 'speak',
  responseAudioUrl: 'https://prompts.test/1.wav',
  durationMs: 900,
});

type Bridge = (owner: Owner, turn: TurnRequest) => TurnAnswer;

/** A bridge by script, over a store with this record; waiting moves the clock. */
function prepare(record: CallRecord | undefined, bridge: Bridge, askMs = 0) {
  const clock = createManualClock(Date.parse('2026-01-05T10:00:05.000Z'));
  const calls = createMemoryCallStore(...(record ? [record] : []));
  const asked: { url: string; turn: TurnRequest }[] = [];
  const pauses: (() => Promise<void>)[] = [];
  return {
    asked,
    clock,
    calls,
    /** Happens at the next pauses, one each. */
    pauses,
    agents: {
      byId: async () => ({ transfer: { queueArn: QUEUE_ARN } }) as AgentDefinition,
      byDialledNumber: () => Promise.reject(new Error('not asked for')),
    },
    defaultQueueArn: 'arn:default-queue',
    bridge: {
      askTurn: async (owner: Owner, turn: TurnRequest) => {
        asked.push({ url: owner.url, turn });
        clock.advance(askMs);
        return bridge(owner, turn);
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
const silent: Bridge = () => {
  throw new BridgeUnreachableError('fell silent');
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

  test('goes to the next owner when the first falls silent', async () => {
    const dependencies = prepare(owned(), (owner) =>
      owner.url === anOwner().url ? silent(owner, {} as TurnRequest) : speak(4),
    );
    const next = { owner: anOwner('https://127.0.0.2:9'), epoch: 2 };
    dependencies.pauses.push(() => dependencies.calls.write(CONTACT_ID, next, { kind: 'present' }));

    const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(answer).toEqual(speak(4));
    expect(dependencies.asked.map(({ turn }) => turn.epoch)).toEqual([1, 2]);
  });

  test('tells the flow to listen, with its own cursor, when nobody answers in time', async () => {
    const dependencies = prepare(owned(), silent, 1500);

    const answer = await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect(answer).toEqual({ cursor: 3, intent: 'listen' });
    expect(dependencies.asked.length).toBeGreaterThan(1);
    expect(dependencies.clock.monotonicMs()).toBeLessThanOrEqual(BUDGET_MS);
  });

  test('gives the caller to a human when the bridge stays silent from poll to poll', async () => {
    const dependencies = prepare(owned(), silent, 1500);
    const intents: string[] = [];

    for (let polls = 0; polls < 10 && intents.at(-1) !== 'transfer'; polls += 1) {
      intents.push((await processBotTurn(poll(3), BUDGET_MS, dependencies)).intent);
    }

    expect(intents.at(-1)).toBe('transfer');
    expect(dependencies.clock.monotonicMs()).toBeGreaterThan(15_000);
    expect(dependencies.clock.monotonicMs()).toBeLessThan(15_000 + BUDGET_MS);
  });

  test('forgets an old silence once the bridge answers', async () => {
    const ownerSilence = { epoch: 1, sinceMs: 0 };
    const dependencies = prepare(owned({ ownerSilence }), () => speak(4));

    await processBotTurn(poll(3), BUDGET_MS, dependencies);

    expect((await dependencies.calls.read(CONTACT_ID))?.ownerSilence).toBeUndefined();
  });

  test('a silence of the owner before does not count against the next', async () => {
    const ownerSilence = { epoch: 1, sinceMs: 0 };
    const dependencies = prepare(owned({ epoch: 2, ownerSilence }), silent, 1500);

    expect(await processBotTurn(poll(3), BUDGET_MS, dependencies)).toMatchObject({
      intent: 'listen',
    });
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

  test('lets the flow listen after a while', async () => {
    const dependencies = prepare(aCallRecord(), () => speak(1));

    const answer = await processBotTurn(poll(0), BUDGET_MS, dependencies);

    expect(answer).toEqual({ cursor: 0, intent: 'listen' });
    expect(dependencies.clock.monotonicMs()).toBeLessThanOrEqual(3500);
  });

  test('gives the caller to a human after 15 s', async () => {
    const dependencies = prepare(aCallRecord(), () => speak(1));
    dependencies.clock.advance(11_000);

    expect(await processBotTurn(poll(0), BUDGET_MS, dependencies)).toMatchObject({
      cursor: 0,
      intent: 'transfer',
      reason: 'bot_unavailable',
      queueArn: QUEUE_ARN,
    });
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
