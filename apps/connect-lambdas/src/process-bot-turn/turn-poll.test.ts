import { aContactFlowEvent, CONTACT_ID } from '@patchbay/testing';
import { toTurnPoll } from './turn-poll';

const pollOf = (parameters: Record<string, string>) =>
  toTurnPoll(aContactFlowEvent({ parameters, streaming: false }));

describe('toTurnPoll', () => {
  test('reads the cursor and the keys that were pressed', () => {
    expect(pollOf({ cursor: '12', digits: '1234#' })).toEqual({
      contactId: CONTACT_ID,
      cursor: 12,
      digits: '1234#',
    });
  });

  test.each(['', 'Timeout'])('no keys are no digits (%p)', (digits) => {
    expect(pollOf({ cursor: '0', digits })).toEqual({ contactId: CONTACT_ID, cursor: 0 });
  });

  test.each(['', '-1', '1.5', 'one'])('a cursor is a number (%p)', (cursor) => {
    expect(() => pollOf({ cursor })).toThrow('Parameters.cursor');
  });
});
