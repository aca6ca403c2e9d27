import { PatchbayError } from '@patchbay/platform';
import { SpeechHistoryTooLongError } from '../errors';
import type { SpeechEvent } from '../speech-event';
import { GO_ON } from './told-late';
import { createRenewalRig, REPLY, sound, type RenewalRig } from '../testing/renewal-rig';

const MINUTE_MS = 60_000;
const lost = (retryable = true) => new PatchbayError('LostError', 'lost', { retryable });
const callerText = (text: string): SpeechEvent => ({ type: 'caller-text', text });
const toolUse: SpeechEvent = { type: 'tool-use', toolUseId: 'use-1', name: 'look_up', input: '{}' };
const [replyText, replyAudio] = REPLY as [SpeechEvent, SpeechEvent];

const typesOf = (rig: RenewalRig) => rig.told.map(({ type }) => type);
const renewals = (rig: RenewalRig) =>
  rig.told.flatMap((event) => (event.type === 'session-renewed' ? [event.reason] : []));
const samplesOf = (heard: readonly Int16Array[]) => heard.flatMap((pcm) => [...pcm]);

/** Lets the model tell something, and time to take it in. */
async function tell(rig: RenewalRig, ...events: readonly SpeechEvent[]): Promise<void> {
  rig.newest().tell(...events);
  await rig.settle();
}

describe('a session that grows old', () => {
  test('is renewed at a quiet moment, with the history, and unheard', async () => {
    const rig = createRenewalRig();
    await rig.pass(6 * MINUTE_MS - 1000);
    const young = rig.sessions.length;
    rig.history.push({ role: 'user', text: 'I am Ann.' }, { role: 'assistant', text: 'Hello.' });

    await rig.pass(2000);

    expect(young).toBe(1);
    expect(rig.sessions).toHaveLength(2);
    expect(rig.newest().options.history).toEqual(rig.history);
    expect(rig.sessions[0]?.closed).toBe(true);
    expect(rig.told).toEqual([{ type: 'session-renewed', reason: 'age' }]);
  });

  test('goes on until the next one has settled; each sample is heard by one of them', async () => {
    const rig = createRenewalRig({ settings: { renewAfterMs: 1000, settleMs: 500 } });
    rig.session.sendAudio(sound(100, 1));
    await rig.pass(1000);
    rig.session.sendAudio(sound(100, 2));
    await rig.pass(400);
    const opened = rig.sessions.length;
    const early = [...rig.told];
    await rig.pass(200);
    rig.session.sendAudio(sound(100, 3));

    expect([opened, early]).toEqual([2, []]);
    const [old, next] = rig.sessions;
    expect(samplesOf(old?.heard ?? [])).toEqual([...sound(100, 1)]);
    expect(samplesOf(next?.heard ?? [])).toEqual([...sound(100, 2), ...sound(100, 3)]);
  });

  test.each<[string, (rig: RenewalRig) => void]>([
    ['the caller speaks', (rig) => rig.session.sendAudio(sound(500, 2000))],
    ['an answer is due', (rig) => rig.newest().tell(callerText('My balance?'))],
    ['a reply is under way', (rig) => rig.newest().tell(replyText, replyAudio)],
    ['a tool is at work', (rig) => rig.newest().tell(toolUse)],
    ['the model was asked by a text', (rig) => rig.session.sendText('4 2')],
  ])('is not renewed while %s', async (_, disturb) => {
    const rig = createRenewalRig();
    await rig.pass(6 * MINUTE_MS - 100);
    disturb(rig);
    await rig.settle();

    await rig.pass(3000);

    expect(rig.sessions).toHaveLength(1);
  });

  test('is renewed as soon as the reply is over', async () => {
    const rig = createRenewalRig();
    await rig.pass(6 * MINUTE_MS - 100);
    await tell(rig, callerText('My balance?'), replyText, replyAudio);
    await rig.pass(5000);
    await tell(rig, ...REPLY.slice(2));

    await rig.pass(1000);

    expect(rig.sessions).toHaveLength(2);
    expect(typesOf(rig)).toEqual([
      ...['caller-text', 'reply-text', 'reply-audio', 'reply-audio-ended', 'reply-ended'],
      'session-renewed',
    ]);
  });

  test('is renewed once the tool’s result was answered', async () => {
    const rig = createRenewalRig();
    await rig.pass(6 * MINUTE_MS - 100);
    await tell(rig, toolUse);
    await rig.pass(20_000);
    rig.session.sendToolResult('use-1', { balance: 10 });
    await rig.pass(2000);
    const waiting = rig.sessions.length;
    await tell(rig, ...REPLY);

    await rig.pass(1000);

    expect(waiting).toBe(1);
    expect(rig.sessions[0]?.toolResults).toEqual([{ toolUseId: 'use-1', result: { balance: 10 } }]);
    expect(rig.sessions).toHaveLength(2);
  });

  test('stays when something is said before the next one has settled, and tries again later', async () => {
    const rig = createRenewalRig();
    await rig.pass(6 * MINUTE_MS);
    rig.session.sendAudio(sound(100, 1));
    await rig.pass(300);
    rig.sessions[0]?.tell(callerText('One more thing.'));
    await rig.pass(300);
    const [old, next] = rig.sessions;
    const afterwards = {
      closed: next?.closed,
      heard: samplesOf(old?.heard ?? []),
      told: typesOf(rig),
    };
    old?.tell(...REPLY);
    await rig.pass(10_000);

    expect(afterwards).toEqual({ closed: true, heard: [...sound(100, 1)], told: ['caller-text'] });
    expect(rig.sessions).toHaveLength(3);
    expect(renewals(rig)).toEqual(['age']);
  });

  test('stays when the next one fails, which nobody is told', async () => {
    const rig = createRenewalRig();
    await rig.pass(6 * MINUTE_MS);
    rig.newest().fail(lost());
    await rig.pass(1000);
    rig.session.sendAudio(sound(100, 1));
    const afterFailure = { told: [...rig.told], heard: rig.sessions[0]?.heard.length };
    await rig.pass(10_000);

    expect(afterFailure).toEqual({ told: [], heard: 1 });
    expect(renewals(rig)).toEqual(['age']);
  });

  test('is replaced at the hard limit whatever happens; a reply in the middle is interrupted', async () => {
    const rig = createRenewalRig();
    await tell(rig, callerText('Tell me all.'));
    for (let second = 0; second < 460; second++) {
      rig.sessions[0]?.tell(replyAudio);
      await rig.pass(1000);
    }

    expect(rig.sessions).toHaveLength(2);
    expect(typesOf(rig).slice(-2)).toEqual(['reply-lost', 'session-renewed']);
    expect(typesOf(rig).filter((type) => type === 'reply-audio')).toHaveLength(450);
  });

  test('is renewed early when the caller is silent for long, for the model would end it', async () => {
    const rig = createRenewalRig({ settings: { callerSilenceMs: 150_000 } });
    rig.session.sendAudio(sound(500, 2000));
    await rig.pass(2000);
    for (let second = 0; second < 160; second++) {
      rig.session.sendAudio(sound(1000, 50));
      await rig.pass(1000);
    }

    expect(renewals(rig)).toEqual(['age']);
  });

  test('is heard no more after it was renewed, but what it used still counts', async () => {
    const rig = createRenewalRig();
    const old = rig.newest();
    old.lingers = true;
    await rig.pass(6 * MINUTE_MS + 1000);
    rig.told.length = 0;
    const tokens = { speechTokens: 1, textTokens: 2 };
    const usage: SpeechEvent = { type: 'usage', input: tokens, output: tokens };

    old.tell(callerText('late'), ...REPLY, toolUse, usage);
    old.fail(lost());
    await rig.pass(1000);

    expect(rig.told).toEqual([usage]);
    expect(rig.sessions).toHaveLength(2);
  });
});

describe('a session that is lost', () => {
  test('goes on in another one, with the history', async () => {
    const rig = createRenewalRig();
    rig.history.push({ role: 'user', text: 'I am Ann.' }, { role: 'assistant', text: 'Hello.' });
    rig.newest().fail(lost());

    await rig.pass(200);

    expect(renewals(rig)).toEqual(['lost']);
    expect(rig.newest().options.history).toEqual(rig.history);
  });

  test('is told as the loss of the reply when it was speaking', async () => {
    const rig = createRenewalRig();
    await tell(rig, replyText, replyAudio);
    rig.newest().fail(lost());

    await rig.pass(200);

    expect(typesOf(rig)).toEqual(['reply-text', 'reply-audio', 'reply-lost', 'session-renewed']);
  });

  test('has its unanswered question put to the next one', async () => {
    const rig = createRenewalRig();
    rig.history.push({ role: 'user', text: 'Hi.' }, { role: 'assistant', text: 'Hello.' });
    await tell(rig, callerText('My balance?'));
    rig.history.push({ role: 'user', text: 'My balance?' });
    rig.newest().fail(lost());

    await rig.pass(200);

    expect(rig.newest().options.history).toEqual(rig.history.slice(0, 2));
    expect(rig.newest().texts).toEqual(['My balance?']);
  });

  test('has nothing asked again that was answered, or while the caller speaks again', async () => {
    const answered = createRenewalRig();
    await tell(answered, callerText('My balance?'), ...REPLY);
    const speaking = createRenewalRig();
    await tell(speaking, callerText('My balance?'), replyText);
    speaking.session.sendAudio(sound(500, 2000));

    for (const rig of [answered, speaking]) {
      rig.history.push({ role: 'user', text: 'My balance?' });
      rig.newest().fail(lost());
      await rig.pass(200);
    }

    expect(answered.newest().texts).toEqual([]);
    expect(speaking.newest().texts).toEqual([]);
    expect(speaking.newest().options.history).toEqual(speaking.history);
  });

  test.each<[string, boolean, boolean]>([
    ['has the next one go on from where it was cut off', false, true],
    ['has nobody go on while the caller speaks again', true, false],
  ])('%s', async (_, callerSpeaks, goesOn) => {
    const rig = createRenewalRig();
    await tell(rig, callerText('My balance?'), replyText, replyAudio);
    rig.history.push({ role: 'user', text: 'My balance?' }, { role: 'assistant', text: 'Ten' });
    rig.known.due = 'rest';
    if (callerSpeaks) rig.session.sendAudio(sound(500, 2000));
    rig.newest().fail(lost());

    await rig.pass(200);

    expect(rig.newest().texts).toEqual(goesOn ? [GO_ON] : []);
    expect(rig.newest().options.history).toEqual(rig.history);
  });

  test('after a tool’s result that it has not spoken of: the next one is told, once', async () => {
    const rig = createRenewalRig();
    await tell(rig, callerText('My balance?'), toolUse);
    rig.history.push({ role: 'user', text: 'My balance?' });
    rig.known.due = undefined;
    rig.known.results = [{ toolUseId: 'use-1', name: 'look_up', result: 10 }];
    rig.newest().fail(lost());
    await rig.pass(200);

    rig.session.sendToolResult('use-1', 10);

    expect(rig.newest().texts).toEqual(['Result of look_up: 10']);
    expect(rig.newest().options.history).toEqual(rig.history);
  });

  test('lets the next one hear what the caller was saying, from the beginning, and what came meanwhile', async () => {
    const rig = createRenewalRig();
    rig.session.sendAudio(sound(2000, 1));
    rig.session.sendAudio(sound(600, 2000));
    rig.newest().fail(lost());
    await rig.settle();
    rig.session.sendAudio(sound(400, 2001));

    await rig.pass(200);

    expect(samplesOf(rig.newest().heard)).toEqual([
      ...sound(200, 1),
      ...sound(600, 2000),
      ...sound(400, 2001),
    ]);
  });

  test('keeps no more sound than it may while nobody can hear it', async () => {
    const rig = createRenewalRig({ settings: { heldAudioMs: 3000, attemptsPerTarget: 99 } });
    rig.newest().fail(lost());
    await rig.settle();
    for (let second = 1; second <= 6; second++) rig.session.sendAudio(sound(1000, second));

    await rig.pass(200);

    expect(samplesOf(rig.newest().heard)).toEqual(
      [4, 5, 6].flatMap((level) => [...sound(1000, level)]),
    );
  });

  test('with a tool at work: the next one is told the result, and the tool is not asked for again', async () => {
    const rig = createRenewalRig();
    await tell(rig, callerText('My balance?'), toolUse);
    rig.history.push({ role: 'user', text: 'My balance?' });
    rig.known.due = undefined;
    rig.newest().fail(lost());
    await rig.pass(200);
    const { texts, options } = rig.newest();
    const before = [...texts];

    rig.session.sendToolResult('use-1', { balance: 10 });

    expect(before).toEqual([]);
    expect(options.history).toEqual(rig.history);
    expect(texts).toEqual(['Result of look_up: {"balance":10}']);
    expect(rig.newest().toolResults).toEqual([]);
  });

  test('has no tool of its own hold up the renewal of the next one', async () => {
    const rig = createRenewalRig();
    await tell(rig, toolUse);
    rig.newest().fail(lost());
    await rig.pass(200);

    await rig.pass(6 * MINUTE_MS + 1000);

    expect(renewals(rig)).toEqual(['lost', 'age']);
  });

  test('hands on, when there is a session again, what came while there was none', async () => {
    const rig = createRenewalRig();
    await tell(rig, toolUse);
    rig.newest().fail(lost());
    await rig.settle();
    rig.session.sendToolResult('use-1', undefined);
    rig.known.results = [{ toolUseId: 'use-1', name: 'look_up', result: undefined }];
    rig.session.sendText('4 2');

    await rig.pass(200);

    expect(rig.newest().texts).toEqual(['Result of look_up: null', '4 2']);
  });

  test('that just ends is lost, too', async () => {
    const rig = createRenewalRig();
    rig.newest().end();

    await rig.pass(200);

    expect(renewals(rig)).toEqual(['lost']);
    expect(rig.logged[0]).toMatchObject({ fields: { errorName: 'SpeechSessionEndedError' } });
  });

  test('is opened with less history when the model takes no more', async () => {
    const history = { messages: 4, bytesPerMessage: 100, bytesInAll: 400 };
    const rig = createRenewalRig({ settings: { history } });
    for (const text of ['1', '2', '3', '4']) {
      rig.history.push({ role: 'user', text }, { role: 'assistant', text: `${text}!` });
    }
    const lengths: number[] = [];
    for (let tries = 0; tries < 3; tries++) {
      rig.newest().fail(new SpeechHistoryTooLongError(undefined));
      await rig.pass(5000);
      lengths.push(rig.newest().options.history.length);
    }

    expect(lengths).toEqual([2, 0, 0]);
  });
});

describe('a model that is down', () => {
  const targets = [
    { modelId: 'sonic', region: 'us-east-1' },
    { modelId: 'sonic', region: 'eu-north-1' },
  ] as const;

  /** Fails every session, as long as there is one. */
  async function failAll(rig: RenewalRig, error: Error): Promise<string[]> {
    for (let failed = 0; failed < rig.sessions.length; failed++) {
      rig.sessions[failed]?.fail(error);
      await rig.pass(5000);
    }
    return rig.sessions.map(({ region }) => region);
  }

  test('is left for the second one; only when both fail several times is it an error', async () => {
    const rig = createRenewalRig({ options: { targets } });

    const regions = await failAll(rig, lost());

    const [first, second] = ['us-east-1', 'eu-north-1'];
    expect(regions).toEqual([first, first, second, second, first, second]);
    expect(await rig.outcome).toMatchObject({ name: 'LostError' });
    expect(rig.timers()).toBe(0);
  });

  test('is left at once when no retry mends it', async () => {
    const rig = createRenewalRig({ options: { targets } });

    expect(await failAll(rig, lost(false))).toEqual(['us-east-1', 'eu-north-1']);
    expect(await rig.outcome).toMatchObject({ name: 'LostError' });
  });

  test('is tried again at once after a session of it that spoke, however young it died', async () => {
    const rig = createRenewalRig();
    for (let losses = 0; losses < 10; losses++) {
      await tell(rig, replyText);
      rig.newest().fail(lost());
      await rig.pass(200);
    }

    expect(renewals(rig)).toHaveLength(10);
  });

  test('is tried again after a session of it that lived, whatever ended that', async () => {
    const rig = createRenewalRig();
    for (let losses = 0; losses < 10; losses++) {
      await rig.pass(11_000);
      rig.newest().fail(lost(false));
    }
    await rig.pass(200);

    expect(renewals(rig)).toHaveLength(10);
  });
});

describe('a session that is reopened', () => {
  test('remembers what was really heard, and hears again what is being said', async () => {
    const rig = createRenewalRig();
    await tell(rig, callerText('Tell me all.'), ...REPLY);
    rig.session.sendAudio(sound(300, 2000));
    rig.history.push({ role: 'user', text: 'Tell me all.' }, { role: 'assistant', text: 'Ten' });

    rig.session.reopen();
    await rig.settle();

    expect(rig.newest().options.history).toEqual(rig.history);
    expect(samplesOf(rig.newest().heard)).toEqual([...sound(300, 2000)]);
    expect(rig.newest().texts).toEqual([]);
    expect(renewals(rig)).toEqual(['reopened']);
  });

  test('is asked again what it had understood', async () => {
    const rig = createRenewalRig();
    rig.history.push({ role: 'user', text: 'Tell me all.' }, { role: 'assistant', text: 'Ten' });
    await tell(rig, ...REPLY, { type: 'interrupted' }, callerText('No, stop.'));
    rig.history.push({ role: 'user', text: 'No, stop.' });

    rig.session.reopen();

    expect(rig.newest().options.history).toEqual(rig.history.slice(0, 2));
    expect(rig.newest().texts).toEqual(['No, stop.']);
  });

  test('drops what the old session was about to say and do, but not what it has heard', async () => {
    const rig = createRenewalRig({ reads: false });
    const events = rig.session.events[Symbol.asyncIterator]();
    rig.history.push({ role: 'user', text: 'No, stop.' });
    await tell(rig, callerText('No, stop.'), replyText, replyAudio, toolUse, callerText('Please.'));
    const first = await events.next();

    rig.session.reopen();
    const rest = [await events.next(), await events.next()];
    rig.session.sendToolResult('use-1', 'for nobody');

    expect(first.value).toEqual(callerText('No, stop.'));
    expect(rest.map(({ value }) => value)).toEqual([
      callerText('Please.'),
      { type: 'session-renewed', reason: 'reopened' },
    ]);
    expect(rig.newest().texts).toEqual(['No, stop.']);
  });

  test('lets a tool that is at work finish before anything is asked again', async () => {
    const rig = createRenewalRig();
    await tell(rig, callerText('My balance?'), toolUse, callerText('Hello?'));
    rig.known.due = undefined;
    rig.history.push({ role: 'user', text: 'My balance? Hello?' });

    rig.session.reopen();
    rig.session.sendToolResult('use-1', 10);

    expect(rig.newest().texts).toEqual(['Result of look_up: 10']);
    expect(rig.newest().options.history).toEqual(rig.history);
  });
});

describe('a session that is closed', () => {
  test('ends its events, closes the model’s sessions and takes nothing more', async () => {
    const rig = createRenewalRig();
    await rig.pass(6 * MINUTE_MS + 200);
    const standing = rig.sessions.map(({ closed }) => closed);

    await Promise.all([rig.session.close(), rig.session.close()]);
    rig.session.sendAudio(sound(100, 1));
    rig.session.sendText('late');
    rig.session.reopen();
    await rig.pass(1000);

    expect(standing).toEqual([false, false]);
    expect(rig.sessions.map(({ closed }) => closed)).toEqual([true, true]);
    expect(await rig.outcome).toBeUndefined();
    expect(rig.timers()).toBe(0);
    expect(rig.sessions.flatMap(({ heard, texts }) => [...heard, ...texts])).toEqual([]);
  });
});

describe('a talk that began elsewhere', () => {
  const history = [
    { role: 'user', text: 'hello' },
    { role: 'assistant', text: 'Hello to you.' },
    { role: 'user', text: 'what is my balance' },
  ] as const;
  const nothing = { history, results: [], atWork: [] };

  test('begins with the question that nobody answered, put once', async () => {
    const rig = createRenewalRig({ options: { recall: () => ({ ...nothing, due: 'answer' }) } });

    expect(rig.newest().options.history).toEqual(history.slice(0, 2));
    expect(rig.newest().texts).toEqual(['what is my balance']);
  });

  test('puts no question that is being worked at, and tells the result when it comes', () => {
    const atWork = [{ toolUseId: 'use-0', name: 'look_up' }];
    const rig = createRenewalRig({ options: { recall: () => ({ ...nothing, atWork }) } });
    const before = [...rig.newest().texts];

    rig.session.sendToolResult('use-0', 10);

    expect(before).toEqual([]);
    expect(rig.newest().options.history).toEqual(history);
    expect(rig.newest().texts).toEqual(['Result of look_up: 10']);
  });
});

test('tells how much of the caller’s sound somebody else would have to hear', async () => {
  const rig = createRenewalRig();
  const { session } = rig;
  session.sendAudio(sound(2000, 0));
  const quiet = session.notUnderstoodMs;
  session.sendAudio(sound(1500, 2000));
  const speaking = session.notUnderstoodMs;
  session.sendAudio(sound(1000, 0));
  const spoken = session.notUnderstoodMs;
  await tell(rig, callerText('hello'));

  expect(quiet).toBeLessThanOrEqual(250);
  expect(speaking).toBeGreaterThanOrEqual(1500);
  expect(spoken).toBeGreaterThanOrEqual(2500);
  expect(session.notUnderstoodMs).toBeLessThanOrEqual(250);
});
