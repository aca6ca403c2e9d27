import { testCall } from '../testing/test-call';
import { DONE, FAILED } from './action';
import { updateContactAttributes, updateFlowAttributes } from './attributes';

const attributes = (Attributes: Record<string, string>) => ({
  Attributes,
  TargetContact: 'Current',
});

test('contact attributes are added to those that are there', async () => {
  const { contact, ...call } = testCall();
  contact.attributes.set('language', 'en');

  const result = await updateContactAttributes.run(attributes({ reason: 'lost_card' }), {
    ...call,
    contact,
  });

  expect(result).toEqual(DONE);
  expect(Object.fromEntries(contact.attributes)).toEqual({ language: 'en', reason: 'lost_card' });
});

test.each([
  ['an empty value', { reason: '' }],
  ['32 KB', { summary: 'x'.repeat(33_000) }],
])('%s takes the error branch and sets nothing', async (_, values) => {
  const call = testCall();

  const result = await updateContactAttributes.run(attributes({ ...values }), call);

  expect(result).toEqual(FAILED);
  expect(call.contact.attributes.size).toBe(0);
});

test('flow attributes are set, but not to nothing', async () => {
  const call = testCall();
  const set = (Value: string) =>
    updateFlowAttributes.run({ FlowAttributes: { cursor: { Value } } }, call);

  const results = [await set('3'), await set('')];

  expect(results).toEqual([DONE, FAILED]);
  expect(call.contact.flowAttributes.get('cursor')).toBe('3');
});
