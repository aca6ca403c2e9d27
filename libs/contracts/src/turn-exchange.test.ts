import { turnAnswerSchema, turnRequestSchema } from './turn-exchange';

const request = { contactId: 'contact-0001', cursor: 3, epoch: 1, deadlineMs: 4000 };

describe('a turn request', () => {
  test('may carry pressed keys and the media stream', () => {
    const full = {
      ...request,
      digits: '1234#',
      media: { streamArn: 'arn:stream', startTimestampMs: 1 },
    };

    expect(turnRequestSchema.parse(full)).toEqual(full);
  });

  test.each([
    ['a negative cursor', { cursor: -1 }],
    ['half a cursor', { cursor: 1.5 }],
    ['letters for keys', { digits: '12a' }],
    ['more time than Connect gives', { deadlineMs: 8001 }],
    ['a path for a contact', { contactId: '../contact-0002' }],
  ])('is refused with %s', (_, fault) => {
    expect(turnRequestSchema.safeParse({ ...request, ...fault }).success).toBe(false);
  });
});

describe('a turn answer', () => {
  test('must have what its intent needs', () => {
    expect(turnAnswerSchema.safeParse({ cursor: 1, intent: 'listen' }).success).toBe(true);
    expect(turnAnswerSchema.safeParse({ cursor: 1, intent: 'speak' }).success).toBe(false);
    expect(turnAnswerSchema.safeParse({ cursor: 1, intent: 'sing' }).success).toBe(false);
    expect(turnAnswerSchema.safeParse({ cursor: 1, intent: 'transfer', reason: 'x' }).success).toBe(
      false,
    );
  });
});
