import { fakePrompts, PROMPT_BUCKET_URL, promptFile, toneOf } from '../testing/fake-services';
import { testCall, type TestCall } from '../testing/test-call';
import { DONE, FAILED } from './action';
import { getParticipantInput } from './participant-input';

const prompts = fakePrompts({ 'pin.wav': promptFile(toneOf(2000)) });

const storeInput = (key = 'pin.wav') => ({
  Media: { Uri: `${PROMPT_BUCKET_URL}/${key}`, SourceType: 'S3', MediaType: 'Audio' },
  StoreInput: 'True',
  InputTimeLimitSeconds: '10',
  InputValidation: { CustomValidation: { MaximumLength: '4' } },
  DTMFConfiguration: {
    InputTerminationSequence: '#',
    DisableCancelKey: 'True',
    InterdigitTimeLimitSeconds: '3',
  },
});

async function press(call: TestCall, keys: string, afterMs: number) {
  await call.line.pause(afterMs);
  for (const key of keys) {
    call.line.keys.press(key);
    await call.line.pause(200);
  }
}

const collect = async (call: TestCall, keys: string, afterMs: number) => {
  const input = getParticipantInput.run(storeInput(), call);
  await call.time.run(Promise.all([input, press(call, keys, afterMs)]));
  return input;
};

test('keys are stored up to the most that are asked for', async () => {
  const call = testCall({ prompts });

  const result = await collect(call, '12345', 3000);

  expect(result).toEqual(DONE);
  expect(call.contact.storedInput).toBe('1234');
});

test.each([
  ['the terminating key', '12#9'],
  ['a long pause', '12'],
])('%s ends the input', async (_, keys) => {
  const call = testCall({ prompts });

  await collect(call, keys, 3000);

  expect(call.contact.storedInput).toBe('12');
});

test('a key cuts the prompt short', async () => {
  const call = testCall({ prompts });

  await collect(call, '1234', 1000);

  const lastSound = call.line.heard().findLastIndex((sample) => sample !== 0);
  expect(lastSound).toBe(1000 * 8 - 1);
});

test('a key before the first sound leaves the prompt out', async () => {
  const call = testCall({ prompts });

  await collect(call, '1234', 50);

  expect(call.prompts).toEqual([]);
  expect(call.contact.storedInput).toBe('1234');
});

test('no key within the limit after the prompt is a timeout', async () => {
  const call = testCall({ prompts });

  await collect(call, '', 0);

  expect(call.contact.storedInput).toBe('Timeout');
  expect(call.elapsedMs()).toBe(150 + 2000 + 10_000);
});

test('keys pressed ahead skip the prompt if the touchtone buffer is on', async () => {
  const call = testCall({ prompts });
  await getParticipantInput.run({ EnableDTMFBuffer: 'True' }, call);
  await call.time.run(press(call, '12', 0));

  await collect(call, '34', 500);

  expect(call.contact.storedInput).toBe('1234');
  expect(call.prompts).toEqual([]);
});

test('a prompt that cannot be played takes the error branch', async () => {
  const call = testCall({ prompts });

  const result = await call.time.run(getParticipantInput.run(storeInput('gone.wav'), call));

  expect(result).toEqual(FAILED);
});

test('limits must be fixed in the flow', () => {
  const dynamic = { ...storeInput(), InputTimeLimitSeconds: '$.External.timeoutS' };

  expect(getParticipantInput.problemsOf(dynamic)).toHaveLength(1);
});
