import { z } from 'zod';
import { defineAction, DONE, text } from './action';

/** Flow logs are CloudWatch's affair; here there are none. */
export const updateFlowLogging = defineAction({
  parameters: z.strictObject({ FlowLoggingBehavior: z.enum(['Enabled', 'Disabled']) }),
  errors: [],
  run: () => DONE,
});

/** Connect's own recording is not simulated, so only a flow that wants none can be run. */
export const updateContactRecording = defineAction({
  parameters: z.strictObject({
    RecordingBehavior: z.strictObject({
      RecordedParticipants: z.array(text).max(0, 'recording by Connect is not simulated'),
      IVRRecordingBehavior: z.literal('Disabled').optional(),
    }),
  }),
  errors: [],
  run: () => DONE,
});
