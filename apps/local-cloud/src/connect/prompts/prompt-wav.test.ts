import { writePcmWav } from '@patchbay/audio';
import { promptFile, toneOf } from '../testing/fake-services';
import { readPromptWav } from './prompt-wav';

test('a µ-law WAV of a telephone is a prompt', () => {
  expect(readPromptWav('uri', promptFile(toneOf(100)))).toHaveLength(800);
});

const stereo = promptFile(toneOf(100));
stereo[22] = 2;

test.each([
  ['PCM', writePcmWav(toneOf(100), 8000), 'must be µ-law, 8000 Hz, mono and is pcm16, 8000 Hz'],
  ['16 kHz', writePcmWav(toneOf(100), 16_000), '16000 Hz'],
  ['two channels', stereo, '2 channels'],
  ['5 minutes', promptFile(new Int16Array(5 * 60 * 8000)), '5 minutes or longer'],
  ['50 MB', new Uint8Array(50 * 1024 * 1024), '50 MB or more'],
  ['text', new TextEncoder().encode('<Error>NoSuchKey</Error>'), 'no WAV file'],
])('%s is refused', (_, bytes, problem) => {
  expect(() => readPromptWav('uri', bytes)).toThrow(problem);
});
