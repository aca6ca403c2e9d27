import { aContactFlowEvent, CALLER_NUMBER, STREAM_ARN } from '@patchbay/testing';
import { mediaStreamOf, parseContactFlowEvent } from './contact-flow-event';

describe('a contact flow event', () => {
  test('tells where the media is, once streaming has started', () => {
    const streaming = parseContactFlowEvent(aContactFlowEvent());
    const early = parseContactFlowEvent(aContactFlowEvent({ streaming: false }));

    expect(mediaStreamOf(streaming)).toEqual({
      streamArn: STREAM_ARN,
      startTimestampMs: 1767607200000,
    });
    expect(mediaStreamOf(early)).toBeUndefined();
  });

  test('that is malformed is refused by field, without its values', () => {
    const event = aContactFlowEvent({ contactId: CALLER_NUMBER });

    expect(() => parseContactFlowEvent(event)).toThrow(/ContactData\.ContactId: must be a contact/);
    expect(() => parseContactFlowEvent(event)).not.toThrow(CALLER_NUMBER);
  });
});
