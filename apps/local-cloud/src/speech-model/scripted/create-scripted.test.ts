import { createSpeechModel, type SpeechModelOptions } from '../create-speech-model';
import { audioInput, opening } from '../testing/client-events';
import { ModelClient } from '../testing/model-client';

const LOUD = new Int16Array(16_000).fill(5000);
const ONE_SECOND = new Int16Array(16_000);
const noVoice = {
  speak: () => Promise.reject(new Error('the scripted kind synthesises nothing')),
  close: async () => undefined,
};

async function openSession(options: Partial<SpeechModelOptions> = {}): Promise<ModelClient> {
  const model = await createSpeechModel({
    ...{ kind: 'scripted', agentsDir: '/nowhere', synthesiser: noVoice },
    ...{ speed: 100, ...options },
  });
  const client = new ModelClient(model);
  client.give(...opening('Any text will do.'));
  return client;
}

async function replyTo(client: ModelClient, replies = 1) {
  await client.ends('TEXT', 'END_TURN', replies);
  client.session.close();
  const sound = client.all('audioOutput').map(({ content }) => String(content));
  return { story: client.story(), sound: sound.join() };
}

describe('the scripted model', () => {
  test('answers each stretch of speech with text and sound', async () => {
    const client = await openSession();
    client.say(LOUD);

    const { story } = await replyTo(client);

    expect(story[0]).toBe('USER FINAL (speech)');
    expect(story.filter((line) => line.startsWith('ASSISTANT FINAL'))).toHaveLength(2);
    const bytes = client
      .all('audioOutput')
      .map(({ content }) => Buffer.from(String(content), 'base64'));
    // Ten words of 400 ms at 24 kHz.
    expect(Buffer.concat(bytes).length / 2).toBe(10 * 0.4 * 24_000);
  });

  test('says the same for the same seed, and something else for another', async () => {
    const reply = async (seed: number) => {
      const client = await openSession({ seed });
      client.say(LOUD);
      return replyTo(client);
    };

    const [first, again, other] = [await reply(1), await reply(1), await reply(2)];

    expect(again).toEqual(first);
    expect(other.story).not.toEqual(first.story);
    expect(other.sound).not.toEqual(first.sound);
  });

  test('answers at intervals of the audio when it is told to, even in silence', async () => {
    const client = await openSession({ replyEveryMs: 2000 });
    for (let second = 0; second < 4; second++) client.give(audioInput(ONE_SECOND));

    const { story } = await replyTo(client, 2);

    expect(story.filter((line) => line.startsWith('USER'))).toHaveLength(2);
  });
});

test('a failure that is wanted ends the first session, and no other', async () => {
  const failure = { exception: 'throttlingException', afterMs: 20 } as const;
  const model = await createSpeechModel({
    ...{ kind: 'scripted', agentsDir: '/nowhere', synthesiser: noVoice, speed: 100, failure },
  });
  const [first, second] = [new ModelClient(model), new ModelClient(model)];
  for (const client of [first, second]) client.give(...opening('Any text will do.'));

  while (first.ended === undefined) await new Promise((resolve) => setTimeout(resolve, 5));

  expect(first.ended).toMatch(/^throttlingException/);
  expect(second.ended).toBeUndefined();
  second.session.close();
});
