import { testCall } from '../testing/test-call';
import { isReference, resolveParameters } from './references';

test('references are resolved wherever they stand, everything else is left alone', () => {
  const { contact } = testCall();
  contact.attributes.set('agentId', 'bank-demo');
  contact.flowAttributes.set('cursor', '7');
  contact.external = { intent: 'speak' };
  contact.storedInput = '12';

  const resolved = resolveParameters(
    {
      a: { agent: '$.Attributes.agentId', cursor: '$.FlowAttributes.cursor' },
      b: ['$.External.intent', '$.StoredCustomerInput', '$.SystemEndpoint.Address', '$.ContactId'],
      c: 'Costs $5',
    },
    contact,
  );

  expect(resolved).toEqual({
    a: { agent: 'bank-demo', cursor: '7' },
    b: ['speak', '12', '+12025550100', contact.contactId],
    c: 'Costs $5',
  });
});

test('a reference without a value is an empty string', () => {
  const { contact } = testCall();

  expect(resolveParameters(['$.External.reason', '$.External.constructor'], contact)).toEqual([
    '',
    '',
  ]);
});

test.each([
  '$.External',
  '$.External.a.b',
  '$.Lex.SessionAttributes.x',
  '$.Attributes.',
  '$.constructor',
])('%s is no reference', (text) => {
  expect(isReference(text)).toBe(false);
});
