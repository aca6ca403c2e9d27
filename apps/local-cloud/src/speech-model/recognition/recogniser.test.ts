import { readFileSync } from 'node:fs';
import { decodeMulaw, encodeMulaw } from '@patchbay/audio';
import { createSynthesiser } from '../../voice/create-synthesiser';
import type { LocalVoice, Synthesiser } from '../../voice/synthesiser';
import { checkGrammar, createRecogniser, type Recogniser } from './recogniser';

const bankGrammar = readFileSync(
  new URL('../../../../../agents/bank-demo/local-model/grammar.jsgf', import.meta.url),
  'utf8',
);

const PHRASES = [
  ...['what is my balance', 'i would like to check my account balance'],
  ...['i lost my card', 'my card was stolen', 'can you block my card', 'yes', 'yes please'],
  ...['i want to pay a bill', 'i need to make a payment', 'can i pay my rent'],
  ...['what are your opening hours', 'when are you open', 'are you open on saturday'],
  ...['talk to a human', 'i want to talk to a human', 'connect me to an agent', 'operator'],
  ...[
    'my name is anna',
    'what is my name',
    'tell me about your accounts',
    'call me back tomorrow at ten',
  ],
  ...['has my payment arrived', 'how much does a new card cost', 'i want to leave a message'],
  ...['two zero two five five five zero one four three', 'i want to unlock my online banking'],
  ...['no', 'no thank you', 'no thanks', 'thank you', "that's all", 'goodbye', 'bye bye'],
];
const NOT_OF_THE_GRAMMAR = [
  'the purple elephant dances on the ceiling',
  'seven green bottles fell into the ocean',
  'mountains whisper under the yellow umbrella',
  'the quick brown fox jumps over the lazy dog',
  'my brother lives in chicago',
  'remember to water the plants',
];
const VOICES: readonly LocalVoice[] = ['slt', 'rms'];

let synthesiser: Synthesiser;
let recogniser: Recogniser;
beforeAll(async () => {
  [synthesiser, recogniser] = await Promise.all([createSynthesiser(), createRecogniser()]);
});
afterAll(() => Promise.all([synthesiser.close(), recogniser.close()]));

/** The phrase as it comes over the telephone. */
async function telephoned(text: string, voice: LocalVoice): Promise<Int16Array> {
  return decodeMulaw(encodeMulaw(await synthesiser.speak(text, voice, 8000)));
}

async function recognised(phrases: readonly string[], voice: LocalVoice) {
  const session = recogniser.open(bankGrammar);
  const results = [];
  for (const phrase of phrases) {
    session.hear(await telephoned(phrase, voice));
    results.push({ phrase, ...(await session.finish()) });
  }
  session.close();
  return results;
}

const words = (text: string) => text.split(' ');
const allOf = <Item>(run: (voice: LocalVoice) => Promise<Item[]>) =>
  Promise.all(VOICES.map(run)).then((lists) => lists.flat());

describe('speech to text over a telephone line', () => {
  test('at least 95 % of the words of the demo are right, and known to be', async () => {
    const results = await allOf((voice) => recognised(PHRASES, voice));

    const spoken = results.flatMap(({ phrase }) => words(phrase)).length;
    const right = results.filter(({ phrase, text, confident }) => confident && phrase === text);
    const rightWords = right.flatMap(({ phrase }) => words(phrase)).length;
    expect(rightWords / spoken).toBeGreaterThanOrEqual(0.95);
  });

  test('most of what the grammar does not hold is not taken for what it holds', async () => {
    const results = await allOf((voice) => recognised(NOT_OF_THE_GRAMMAR, voice));

    const taken = results.filter(({ confident }) => confident);
    expect(taken.length / results.length).toBeLessThanOrEqual(0.1);
  });

  test('silence holds no words', async () => {
    const session = recogniser.open(bankGrammar);
    session.hear(new Int16Array(8000));

    expect(await session.finish()).toEqual({ text: '', confident: false });
    expect(await session.finish()).toEqual({ text: '', confident: false });
    session.close();
  });

  test('sessions hear the same in any order and chunking, beside each other', async () => {
    const speech = await telephoned('what is my balance', 'slt');
    const [whole, chunked] = [recogniser.open(bankGrammar), recogniser.open(bankGrammar)];

    whole.hear(speech);
    for (let at = 0; at < speech.length; at += 512) chunked.hear(speech.subarray(at, at + 512));

    const results = await Promise.all([whole.finish(), chunked.finish()]);
    expect(results[0]).toEqual({ text: 'what is my balance', confident: true });
    expect(results[1]).toEqual(results[0]);
    for (const session of [whole, chunked]) session.close();
  });

  test('a bad grammar is refused, and nobody else suffers', async () => {
    const unknownWord = '#JSGF V1.0; grammar bad; public <bad> = xyzzyx;';

    await expect(checkGrammar(recogniser, unknownWord)).rejects.toMatchObject({
      name: 'WorkerRefusedError',
    });
    await expect(checkGrammar(recogniser, bankGrammar)).resolves.toBeUndefined();
  });
});
