import { ToolRefusedError } from '@patchbay/agent';
import { voicemailKey, voicemailLeft, type Voicemail } from '@patchbay/contracts';
import { z } from 'zod';
import { defineTool, type BuiltInContext } from './built-in-tool';
import { storeRequest } from './store-request';

const inputSchema = z.object({ action: z.enum(['start', 'stop']) });

/**
 * Marks the span of the media stream in which the caller leaves a message. The beginning is in the
 * call's record, so that a bridge that takes the call over, or the end of the call, can close it.
 */
export function takeVoicemail(context: BuiltInContext) {
  const { checkpoint, clock } = context;
  return defineTool(inputSchema, async ({ action }, { id }) => {
    if (action === 'stop') return stop(context);
    if (checkpoint.record.voicemail)
      throw new ToolRefusedError('A message is being taken already.');
    if (!checkpoint.record.media) throw new ToolRefusedError('The line is not being heard yet.');
    await checkpoint.save({ voicemail: { requestId: id, startedAtMs: clock.nowMs() } });
    return 'Ask the caller to speak now, and say nothing until they are done; then use stop.';
  });
}

async function stop(context: BuiltInContext): Promise<string> {
  const isStored = await closeVoicemail(context);
  if (!isStored) throw new ToolRefusedError('No message is being taken; use start first.');
  return 'The message is stored.';
}

/**
 * Stores the message that is being taken, up to now.
 * @returns false when none is
 */
export async function closeVoicemail(
  context: Pick<BuiltInContext, 'requests' | 'checkpoint' | 'clock'>,
): Promise<boolean> {
  const { agentId, contactId, voicemail, media } = context.checkpoint.record;
  if (!voicemail || !media) return false;
  const request: Voicemail = {
    version: 1,
    contactId,
    agentId,
    streamArn: media.streamArn,
    startedAt: new Date(voicemail.startedAtMs).toISOString(),
    endedAt: new Date(context.clock.nowMs()).toISOString(),
  };
  const key = voicemailKey(agentId, contactId, voicemail.requestId);
  const change = { voicemail: undefined };
  await storeRequest(context, { key, request, event: voicemailLeft, change });
  return true;
}
