import { testCall } from '../testing/test-call';
import { FAILED, type ActionResult } from './action';
import { transferContactToQueue, transferToThirdParty, updateContactTargetQueue } from './ending';

test('a transfer needs a queue', async () => {
  const call = testCall();
  const results: ActionResult[] = [await transferContactToQueue.run({}, call)];
  await updateContactTargetQueue.run({ QueueId: 'arn:queue' }, call);
  results.push(await transferContactToQueue.run({}, call));

  expect(results).toEqual([FAILED, { kind: 'ended', outcome: 'transfer' }]);
});

describe('a number outside', () => {
  const dial = (number: string) => ({
    ThirdPartyPhoneNumber: number,
    ThirdPartyConnectionTimeLimitSeconds: '30',
    ContinueFlowExecution: 'True',
  });

  test('takes the caller over', async () => {
    const call = testCall();

    const result = await transferToThirdParty.run(dial('+12025550170'), call);

    expect(result).toEqual({ kind: 'ended', outcome: 'transfer' });
    expect(call.contact.outsideNumber).toBe('+12025550170');
  });

  test('that is none takes the error branch', async () => {
    expect(await transferToThirdParty.run(dial('the office'), testCall())).toEqual(FAILED);
  });
});
