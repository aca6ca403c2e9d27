import { judgeCall } from './judge-call';

const attributes = new Map([['patchbay_reason', 'lost_card']]);

test('a call that went as written has no problems', () => {
  const expected = { outcome: 'transfer', attributes: { patchbay_reason: 'lost_card' } } as const;

  expect(judgeCall(expected, { outcome: 'transfer', attributes })).toEqual([]);
});

test('another outcome and other attributes are problems', () => {
  const expected = { outcome: 'end', attributes: { patchbay_reason: 'human', x: 'y' } } as const;

  expect(judgeCall(expected, { outcome: 'error', attributes })).toEqual([
    'the call should end in end and ended in error',
    'attribute patchbay_reason should be human and is lost_card',
    'attribute x should be y and is nothing',
  ]);
});

test('nothing is expected of a call without a scenario', () => {
  expect(judgeCall(undefined, { outcome: 'hangup', attributes })).toEqual([]);
});
