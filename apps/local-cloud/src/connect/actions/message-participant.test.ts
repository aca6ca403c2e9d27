import { writePcmWav } from '@patchbay/audio';
import { fakePrompts, PROMPT_BUCKET_URL, promptFile, toneOf } from '../testing/fake-services';
import { testCall, type TestCall } from '../testing/test-call';
import { DONE, FAILED } from './action';
import { messageParticipant } from './message-participant';

const prompts = fakePrompts({
  'hello.wav': promptFile(toneOf(500)),
  'studio.wav': writePcmWav(toneOf(500), 8000),
});

const say = (call: TestCall, parameters: object) =>
  call.time.run(messageParticipant.run(parameters, call));

const fromS3 = (key: string) => ({
  Media: { Uri: `${PROMPT_BUCKET_URL}/${key}`, SourceType: 'S3', MediaType: 'Audio' },
});

test('a prompt from S3 is heard after the delay of a prompt start', async () => {
  const call = testCall({ prompts });

  const result = await say(call, fromS3('hello.wav'));
  call.line.hangUp();

  const heard = call.line.heard();
  expect(result).toEqual(DONE);
  expect(heard.findIndex((sample) => sample !== 0)).toBe(150 * 8);
  expect(heard).toHaveLength(650 * 8);
  expect(call.prompts).toEqual([{ uri: `${PROMPT_BUCKET_URL}/hello.wav`, durationMs: 500 }]);
});

test('it tells how long the caller waited for its first sound', async () => {
  const call = testCall({ prompts });
  await call.time.run(call.line.speak(toneOf(1000)));

  await say(call, fromS3('hello.wav'));

  expect(call.prompts[0]?.heardAfterMs).toBe(150);
});

test('text is spoken by the instance', async () => {
  const call = testCall();

  await say(call, { Text: 'Please hold the line' });

  expect(call.prompts).toEqual([{ uri: 'text-to-speech', durationMs: 400 }]);
});

test('a break is silence, and no prompt that anyone hears', async () => {
  const call = testCall();
  call.contact.lambdaMsSincePrompt = 9000;

  const result = await say(call, { SSML: '<speak><break time="100ms"/></speak>' });

  expect(result).toEqual(DONE);
  expect(call.elapsedMs()).toBe(250);
  expect(call.prompts).toEqual([]);
  expect(call.contact.lambdaMsSincePrompt).toBe(0);
});

test.each([
  ['gone.wav', 'cannot be fetched'],
  ['studio.wav', 'must be µ-law'],
])('%s takes the error branch and is complained of', async (key, problem) => {
  const call = testCall({ prompts });

  const result = await say(call, fromS3(key));

  expect(result).toEqual(FAILED);
  expect(call.problems).toEqual([expect.stringContaining(problem)]);
  expect(call.prompts).toEqual([]);
});

test('an address that resolved to nothing takes the error branch', async () => {
  const call = testCall();

  const result = await say(call, {
    Media: { Uri: '', SourceType: 'S3', MediaType: 'Audio' },
  });

  expect(result).toEqual(FAILED);
});
