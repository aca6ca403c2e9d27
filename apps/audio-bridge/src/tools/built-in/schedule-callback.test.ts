import { callbackRequestSchema } from '@patchbay/contracts';
import { AGENT_ID, CALLER_NUMBER, CONTACT_ID } from '@patchbay/testing';
import { aBuiltInCall } from '../testing/built-in-call';

const TOMORROW = '2026-01-06T10:00:00-05:00';
const wish = { phoneNumber: CALLER_NUMBER, time: TOMORROW };
const agreed = { ...wish, confirmed: true };

describe('a callback', () => {
  test('is noted once the caller has agreed to number and time, and announced', async () => {
    const { use, stored, checkpoint, bus } = aBuiltInCall();

    const asked = await use('schedule_callback', wish);
    expect(asked).toMatch(/Read the number back/);
    expect(stored()).toEqual([]);
    const noted = await use('schedule_callback', agreed);

    expect(noted).toBe('The callback is noted.');
    const [wanted] = stored();
    expect(wanted?.key).toMatch(
      new RegExp(`^agents/${AGENT_ID}/calls/${CONTACT_ID}/callbacks/[\\w-]{43}\\.json$`),
    );
    expect(callbackRequestSchema.parse(wanted?.request)).toMatchObject(wish);
    await checkpoint.publishOutbox();
    expect(bus.published).toMatchObject([
      { type: 'CallbackRequested', data: { requestKey: wanted?.key } },
    ]);
    expect(JSON.stringify(bus.published)).not.toContain('5550100');
  });

  test('is not noted because the model says that the caller agreed', async () => {
    const { use, stored } = aBuiltInCall();

    expect(await use('schedule_callback', agreed)).toMatch(/Nothing is noted yet/);
    expect(await use('schedule_callback', { ...agreed, phoneNumber: '+15550100198' })).toMatch(
      /Nothing is noted yet/,
    );

    expect(stored()).toEqual([]);
  });

  test('is noted once, however often the model says so', async () => {
    const { use, stored } = aBuiltInCall();
    await use('schedule_callback', wish);

    await Promise.all([1, 2, 3].map((id) => use('schedule_callback', agreed, `use-${id}`)));

    expect(await use('schedule_callback', agreed)).toMatch(/noted already/);
    expect(stored()).toHaveLength(1);
  });

  test.each([
    ['is over', { time: '2026-01-05T09:59:00Z' }, /is over/],
    ['is far away', { time: '2027-01-05T10:00:00Z' }, /too far ahead/],
    ['has no offset', { time: '2026-01-06T10:00:00' }, /^time: /],
    ['has a number of another form', { phoneNumber: '555 4711' }, /^phoneNumber: .*E\.164/],
  ])('that %s is refused without the number', async (_, change, message) => {
    const { use } = aBuiltInCall();

    const error = await use('schedule_callback', { ...wish, ...change }).catch((e: Error) => e);

    expect(error).toMatchObject({ name: 'ToolRefusedError' });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toMatch(/4711|0199/);
  });

  test('that could not be stored can be noted again', async () => {
    const { use, stored, requests } = aBuiltInCall();
    const put = requests.put;
    requests.put = () => Promise.reject(new Error('the store is away'));
    await use('schedule_callback', wish);
    await expect(use('schedule_callback', agreed)).rejects.toThrow('away');

    requests.put = put;

    expect(await use('schedule_callback', agreed)).toBe('The callback is noted.');
    expect(stored()).toHaveLength(1);
  });
});
