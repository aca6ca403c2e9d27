import { failureNameOf } from './failure-name';

const body = (detail: object) => JSON.stringify({ detail });

describe('failureNameOf', () => {
  test('is the id and the type of the event, however wrong the rest is', () => {
    expect(failureNameOf(body({ id: 'c:CallEnded:3', type: 'CallEnded' }), 'm1')).toEqual({
      eventId: 'c:CallEnded:3',
      eventType: 'CallEnded',
    });
    expect(failureNameOf(body({ id: 'c:7' }), 'm1')).toEqual({
      eventId: 'c:7',
      eventType: 'unknown',
    });
  });

  test.each([
    ['text', 'hello'],
    ['an event without an id', body({ type: 'CallEnded' })],
    ['an event whose type is none', body({ id: 'c:7', type: 7 })],
    ['an id that is too long for a key', body({ id: 'x'.repeat(513) })],
  ])('%s is named by its message', (_, text) => {
    expect(failureNameOf(text, 'm1')).toEqual({ eventId: 'message:m1', eventType: 'unknown' });
  });
});
