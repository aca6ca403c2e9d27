import { testCall } from '../testing/test-call';
import { updateContactMediaStreaming } from './media-streaming';

test('media streaming is started, and stopped again', async () => {
  const call = testCall();
  const set = (MediaStreamingState: string) =>
    updateContactMediaStreaming.run(
      {
        MediaStreamingState,
        MediaStreamType: 'Audio',
        Participants: [{ ParticipantType: 'Customer', MediaDirections: ['From', 'To'] }],
      },
      call,
    );

  await set('Enabled');
  await call.time.run(call.line.pause(100));
  await set('Disabled');

  expect(call.contact.media?.streamArn).toBe(`arn:stream/${call.contact.contactId}`);
  expect(call.contact.media?.startTimestampMs).toBe(call.streams.blocks[0]?.producerTimestampMs);
  expect(call.streams.released).toHaveLength(1);
});
