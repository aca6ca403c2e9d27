import { agentFileSchema } from '@patchbay/agent';
import type { RuleCounts } from '@patchbay/call';
import { createManualClock, QUEUE_ARN } from '@patchbay/testing';
import { Conversation, type ConversationStart } from './conversation/conversation';
import { HouseRules } from './house-rules';

const AFTER_S = 5;

/** Rules of an agent in a call whose every phrase is played at once. */
function startRules(
  facts: {
    limits?: object;
    guardrails?: object;
    counts?: RuleCounts;
    from?: ConversationStart;
    isFirstFillerGiven?: boolean;
    /** Why no phrase can be spoken. */
    mute?: Error;
  } = {},
) {
  const agent = agentFileSchema.parse({
    agentId: 'bank-demo',
    description: 'Helps.',
    language: 'en-US',
    greeting: 'Welcome.',
    speech: { modelId: 'a-model', voiceId: 'a-voice' },
    phraseVoice: { voiceId: 'Joanna' },
    transfer: { queueArn: QUEUE_ARN },
    limits: {
      silencePromptAfterS: AFTER_S,
      silencePrompts: ['Hello?', 'Anyone?'],
      ...facts.limits,
    },
    ...(facts.guardrails && { guardrails: facts.guardrails }),
  });
  const clock = createManualClock();
  const conversation = new Conversation(facts.from);
  const said: string[] = [];
  const unspoken: unknown[] = [];
  let muted = 0;
  const rules = new HouseRules({
    agent,
    conversation,
    say: async (text) => {
      if (facts.mute) throw facts.mute;
      said.push(text);
    },
    onUnspoken: (error) => unspoken.push(error),
    muteModel: () => (muted += 1),
    clock,
    // Time passes at once here, but not faster than other work is done.
    pause: async (delayMs) => {
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(delayMs);
    },
    startedAtMs: clock.nowMs(),
    isFirstFillerGiven: facts.isFirstFillerGiven,
    counts: facts.counts,
  });
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1000);
      rules.look();
      await Promise.resolve();
    }
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    agent,
    rules,
    conversation,
    said,
    unspoken,
    pass,
    clock,
    mutes: () => muted,
    next: () => conversation.next(clock.nowMs()),
  };
}

test('a silent caller is asked in turn, then the call ends politely', async () => {
  const { agent, said, pass, next } = startRules();

  await pass(AFTER_S * 3 + 6);

  expect(said.slice(0, 3)).toEqual(['Hello?', 'Anyone?', agent.phrases.silenceFarewell]);
  expect(next()).toEqual({ intent: 'end', reason: 'caller_silent' });
});

test('a caller who speaks is not silent', async () => {
  const { rules, said, pass } = startRules();

  for (let round = 0; round < 5; round++) {
    await pass(AFTER_S - 1);
    rules.callerSpeaks(true);
    rules.callerSpeaks(false);
  }

  expect(said).toEqual([]);
});

test('a model that thinks or a tool at work is no silence of the caller', async () => {
  const { conversation, said, pass } = startRules();
  conversation.callerSaid('what is my balance', 0);

  await pass(AFTER_S * 4);

  expect(said).toEqual([]);
});

test('a call that is too long goes to a human, once', async () => {
  const { agent, said, pass, next } = startRules({
    limits: { longestCallS: 30, silencePromptAfterS: 60 },
  });

  await pass(40);

  expect(said).toEqual([agent.phrases.transferring]);
  expect(next()).toMatchObject({ intent: 'transfer', reason: 'call_too_long' });
});

test('rude words are warned of, then end the call; the model’s answers to them are not heard', async () => {
  const { agent, rules, said, pass, mutes, next } = startRules({
    guardrails: { inappropriateLanguage: { attempts: 1, words: ['blockhead'], then: 'end' } },
  });

  rules.hear('you blockhead');
  rules.hear('what a nice day');
  rules.hear('blockhead');
  await pass(1);

  expect(said).toEqual([agent.guardrails.inappropriateLanguage?.warning, agent.phrases.ending]);
  expect(mutes()).toBeGreaterThanOrEqual(2);
  expect(next()).toEqual({ intent: 'end', reason: 'inappropriate_language' });
});

test('a slow tool is covered by fillers in their order, a quick one by none', async () => {
  const { agent, rules, said } = startRules();
  const slow = Promise.withResolvers<void>();

  const covered = rules.cover(slow.promise);
  while (said.length < 2) await new Promise((resolve) => setImmediate(resolve));
  slow.resolve();
  await covered;
  const before = said.length;
  await rules.cover(Promise.resolve());

  expect(said.slice(0, 2)).toEqual(agent.phrases.fillers.slice(0, 2));
  expect(said).toHaveLength(before);
});

test('the caller of a call that was lost is given the first filler by ProcessBotTurn', async () => {
  const { agent, rules, said, clock } = startRules({ isFirstFillerGiven: true });
  const slow = Promise.withResolvers<void>();
  const startMs = clock.monotonicMs();

  const covered = rules.cover(slow.promise);
  while (said.length < 1) await new Promise((resolve) => setImmediate(resolve));
  const tookMs = clock.monotonicMs() - startMs;
  slow.resolve();
  await covered;

  expect(tookMs).toBe(6000);
  expect(said).toEqual([agent.phrases.fillers[1]]);
});

test('what cannot be spoken is left out, and the rules go on', async () => {
  const mute = new Error('no voice');
  const { rules, unspoken, pass, next } = startRules({ mute });
  const slow = Promise.withResolvers<void>();

  const covered = rules.cover(slow.promise);
  while (unspoken.length < 2) await new Promise((resolve) => setImmediate(resolve));
  slow.resolve();
  await covered;
  await pass(AFTER_S * 3 + 6);

  expect(new Set(unspoken)).toEqual(new Set([mute]));
  expect(next()).toEqual({ intent: 'end', reason: 'caller_silent' });
});

test('a tool that never ends is covered no longer than the call lasts', async () => {
  const { rules, said } = startRules();

  const covered = rules.cover(new Promise(() => undefined));
  while (said.length < 1) await new Promise((resolve) => setImmediate(resolve));
  rules.stop();
  await covered;

  expect(said).toHaveLength(1);
});

test('what the bot is saying anyway needs no filler', async () => {
  const { conversation, rules, said } = startRules();
  conversation.say('Let me look.', { audioKey: 'a', durationMs: 1000 }, 0);
  const slow = Promise.withResolvers<void>();

  const covered = rules.cover(slow.promise);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  slow.resolve();
  await covered;

  expect(said).toEqual([]);
});

describe('the next owner of a call', () => {
  test('goes on where the one before stopped asking a silent caller', async () => {
    const before = startRules();
    await before.pass(AFTER_S + 2);
    expect(before.rules.counts).toEqual({ callerTurns: 0, silencePrompts: 1, warnings: 0 });

    const { agent, said, pass } = startRules({ counts: before.rules.counts });
    await pass(AFTER_S * 2 + 4);

    expect(said.slice(0, 2)).toEqual(['Anyone?', agent.phrases.silenceFarewell]);
  });

  test('knows how often the caller was warned, and how many turns there were', () => {
    const guardrails = {
      inappropriateLanguage: { words: ['damn'], attempts: 1, warning: 'Please.', then: 'end' },
    };
    const before = startRules({ guardrails });
    before.rules.hear('damn');

    const { rules } = startRules({ guardrails, counts: before.rules.counts });
    rules.hear('damn');

    expect(rules.counts).toEqual({ callerTurns: 2, silencePrompts: 0, warnings: 2 });
  });

  test('says nothing more in a call that is ending already', async () => {
    const before = startRules({ limits: { longestCallS: 30, silencePromptAfterS: 60 } });
    await before.pass(32);
    const from = { conversation: before.conversation.snapshot(), said: [], nowMs: 0 };

    const { rules, said, pass } = startRules({
      limits: { longestCallS: 30, silencePromptAfterS: 60 },
      from,
    });
    const work = new Promise<void>((resolve) => setTimeout(resolve, 20));
    await rules.cover(work);
    await pass(40);

    expect(before.said).toHaveLength(1);
    expect(said).toEqual([]);
  });
});
