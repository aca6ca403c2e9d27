import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSynthesiser } from '../voice/create-synthesiser';
import type { Synthesiser } from '../voice/synthesiser';
import { createSpeechModel } from './create-speech-model';
import { createRecogniser, type Recogniser } from './recognition/recogniser';
import type { SpeechModel } from './speech-model';
import { closing, opening, textContent, toolResult } from './testing/client-events';
import { ModelClient } from './testing/model-client';

const agentsDir = fileURLToPath(new URL('../../../../agents', import.meta.url));
const prompt = readFileSync(`${agentsDir}/bank-demo/prompt.md`, 'utf8');

let synthesiser: Synthesiser;
let recogniser: Recogniser;
let model: SpeechModel & { close(): Promise<void> };
beforeAll(async () => {
  [synthesiser, recogniser] = await Promise.all([createSynthesiser(), createRecogniser()]);
  model = await createSpeechModel({
    kind: 'listening',
    agentsDir,
    synthesiser,
    recogniser,
    speed: 10,
  });
});
afterAll(async () => {
  await model.close();
  await Promise.all([synthesiser.close(), recogniser.close()]);
});

const spoken = (text: string) => synthesiser.speak(text, 'slt', 16000);

describe('the listening model', () => {
  test('hears a question, answers it aloud, and says goodbye through its tool', async () => {
    const client = new ModelClient(model);
    client.give(...opening(`${prompt}\n\nYour tools: none that matter here.`));

    client.say(await spoken('What is my balance?'));
    await client.ends('AUDIO', 'END_TURN');
    client.say(await spoken('No thank you.'));
    const { toolUseId } = await client.nth('toolUse');
    client.give(...toolResult(String(toolUseId), { status: 'ok' }));
    await client.ends('TEXT', 'END_TURN', 2);
    client.give(...closing);

    expect(client.story()).toEqual([
      'USER FINAL what is my balance',
      expect.stringMatching(/^ASSISTANT SPECULATIVE .*two hundred and forty dollars/),
      'AUDIO PARTIAL_TURN',
      expect.stringMatching(/^ASSISTANT SPECULATIVE .*else.*\?$/),
      'AUDIO END_TURN',
      expect.stringMatching(/^ASSISTANT FINAL .*two hundred and forty dollars/),
      expect.stringMatching(/^ASSISTANT FINAL .*else.*\?$/),
      'USER FINAL no thank you',
      'TOOL end_call {"reason":"caller_done"}',
      'TOOL TOOL_USE',
      ...farewell(client.story().slice(10)),
    ]);
    expect(client.ended).toBe('clean');
    expect(Object.keys(client.received.at(-1) ?? {})).toEqual(['completionEnd']);
  });

  test('the sound of the answer is the text, spoken at the asked rate', async () => {
    const client = new ModelClient(model);
    client.give(...opening(prompt));
    client.say(await spoken('Thank you.'));
    await client.ends('TEXT', 'END_TURN');

    const sentences = client.story().filter((line) => line.startsWith('ASSISTANT FINAL'));
    const expected = await Promise.all(
      sentences.map((line) =>
        synthesiser.speak(line.replace('ASSISTANT FINAL ', ''), 'slt', 24000),
      ),
    );
    const sound = client.all('audioOutput').map(({ content }) => String(content));
    const bytes = Buffer.concat(sound.map((content) => Buffer.from(content, 'base64')));
    expect(bytes.equals(Buffer.concat(expected.map((pcm) => Buffer.from(pcm.buffer))))).toBe(true);
    client.session.close();
  });

  test('three things outside the grammar, and it asks for a human', async () => {
    const client = new ModelClient(model);
    client.give(...opening(prompt));

    client.say(await spoken('The purple elephant dances on the ceiling.'));
    await client.ends('TEXT', 'END_TURN', 1);
    client.say(await spoken('Seven green bottles fell into the ocean.'));
    await client.ends('TEXT', 'END_TURN', 2);
    client.say(await spoken('Mountains whisper under the yellow umbrella.'));
    const { toolName, content } = await client.nth('toolUse');

    expect(client.story().filter((line) => line.startsWith('USER'))).toEqual(
      Array(3).fill('USER FINAL (unclear)'),
    );
    expect(toolName).toBe('transfer_to_agent');
    expect(JSON.parse(String(content))).toMatchObject({ reason: 'not_understood' });
    client.session.close();
  });

  test('goes on where the history left off', async () => {
    const client = new ModelClient(model);
    const [audio, ...before] = opening(prompt).reverse();
    client.give(...before.reverse(), ...textContent('USER', 'i lost my card'));
    client.give(...textContent('ASSISTANT', 'Shall I connect you?'), ...(audio ? [audio] : []));

    client.say(await spoken('Yes please.'));
    const { content } = await client.nth('toolUse');

    expect(JSON.parse(String(content))).toMatchObject({ reason: 'lost_card' });
    client.session.close();
  });

  test('words its answers differently from session to session', async () => {
    const answers = new Set<string>();
    for (let session = 0; session < 6; session++) {
      const client = new ModelClient(model);
      client.give(...opening(prompt));
      client.say(await spoken('What are your opening hours?'));
      await client.ends('TEXT', 'END_TURN');
      answers.add(String(client.story()[1]));
      client.session.close();
    }

    expect(answers.size).toBeGreaterThan(1);
  });

  test('a caller who speaks over the answer cuts it off and is answered', async () => {
    const unhurried = await createSpeechModel({
      ...{ kind: 'listening', agentsDir, synthesiser, recogniser },
      ...{ thinkingMs: 0, deliveryRate: 1 },
    });
    const client = new ModelClient(unhurried);
    client.give(...opening(prompt));
    client.say(await spoken('What is my balance?'));
    await client.nth('audioOutput');

    client.say(await spoken('Talk to a human.'));
    await client.nth('toolUse');

    expect(client.story()).toEqual([
      'USER FINAL what is my balance',
      expect.stringMatching(/^ASSISTANT SPECULATIVE /),
      'AUDIO INTERRUPTED',
      'ASSISTANT FINAL { "interrupted" : true }',
      'USER FINAL talk to a human',
      expect.stringMatching(/^TOOL transfer_to_agent .*human_requested/),
      'TOOL TOOL_USE',
    ]);
    client.session.close();
  });

  test('a prompt of no agent is a validation error', () => {
    const client = new ModelClient(model);
    client.give(...opening('You are a pirate.'));

    expect(client.ended).toMatch(/^validationException: .*prompt of no agent/);
  });
});

/** The farewell has one to three sentences. */
function farewell(story: readonly string[]): unknown[] {
  const sentences = story.filter((line) => line.startsWith('ASSISTANT FINAL')).length;
  const planned = Array.from({ length: sentences }, (_, index) => [
    expect.stringMatching(/^ASSISTANT SPECULATIVE /),
    index === sentences - 1 ? 'AUDIO END_TURN' : 'AUDIO PARTIAL_TURN',
  ]);
  return [...planned.flat(), ...Array(sentences).fill(expect.stringMatching(/^ASSISTANT FINAL /))];
}
