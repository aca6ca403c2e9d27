import { z } from 'zod';
import { instanceIdOf } from '../contact';
import { defineAction, DONE } from './action';

/** Starts or stops sending the call's sound, both ways, to a Kinesis video stream. */
export const updateContactMediaStreaming = defineAction({
  parameters: z.strictObject({
    MediaStreamingState: z.enum(['Enabled', 'Disabled']),
    MediaStreamType: z.literal('Audio'),
    Participants: z.tuple([
      z.strictObject({
        ParticipantType: z.literal('Customer'),
        MediaDirections: z.tuple([z.literal('From'), z.literal('To')]),
      }),
    ]),
  }),
  errors: ['NoMatchingError'],
  run({ MediaStreamingState }, { contact, line }) {
    line.stopStreaming();
    if (MediaStreamingState === 'Enabled') {
      contact.media = line.startStreaming(contact.contactId, instanceIdOf(contact));
    }
    return DONE;
  },
});
