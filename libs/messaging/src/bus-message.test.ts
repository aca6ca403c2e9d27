import { callStarted, callStartedSchema } from '@patchbay/contracts';
import { parseBusMessage } from './bus-message';

const event = callStarted(
  { contactId: 'contact-0001', sequence: 1, timeMs: 0 },
  { agentId: 'bank-demo' },
);
const read = (message: unknown) =>
  parseBusMessage(
    typeof message === 'string' ? message : JSON.stringify(message),
    callStartedSchema,
  );

describe('parseBusMessage', () => {
  test('takes the event out of the detail', () => {
    expect(read({ version: '0', 'detail-type': 'CallStarted', detail: event })).toEqual(event);
  });

  test.each([
    ['text', 'hello', 'it is not JSON'],
    ['a message without an event', { detail: {} }, 'detail.id'],
    ['another event', { detail: { ...event, type: 'CallEnded' } }, 'detail.type'],
  ])('%s is malformed, and no retry mends it', (_, message, problem) => {
    expect(() => read(message)).toThrow(problem);
    expect(() => read(message)).toThrow(
      expect.objectContaining({ name: 'MalformedMessageError', retryable: false }),
    );
  });
});
