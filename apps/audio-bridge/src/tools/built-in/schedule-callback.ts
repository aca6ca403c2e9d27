import { ToolRefusedError } from '@patchbay/agent';
import {
  callbackKey,
  callbackRequested,
  phoneNumber,
  type CallbackRequest,
} from '@patchbay/contracts';
import { z } from 'zod';
import { defineTool, type BuiltInContext } from './built-in-tool';
import { storeRequest } from './store-request';

const inputSchema = z.object({
  phoneNumber,
  time: z.iso.datetime({ offset: true }),
  /** The caller has heard both and agreed. */
  confirmed: z.boolean().default(false),
});

/** A later wish is a slip of the tongue, or of the model. */
const FARTHEST_MS = 90 * 24 * 60 * 60 * 1000;

const ASK_FIRST =
  'Nothing is noted yet. Read the number back digit by digit, say day and time, and ask whether ' +
  'both are right. When the caller agrees, use the tool again with the same input and confirmed true.';

/**
 * Notes that the caller wants to be called back. Nothing is noted before the caller has heard
 * number and time: the first use asks for that, whatever the model claims.
 */
export function scheduleCallback(context: BuiltInContext) {
  let readBack: string | undefined;
  let noted: string | undefined;
  return defineTool(inputSchema, async ({ phoneNumber, time, confirmed }, { id }) => {
    const aheadMs = Date.parse(time) - context.clock.nowMs();
    if (aheadMs <= 0) throw new ToolRefusedError('That time is over. Ask for a later one.');
    if (aheadMs > FARTHEST_MS)
      throw new ToolRefusedError('That is too far ahead: 90 days at most.');

    const wish = `${phoneNumber} ${Date.parse(time)}`;
    if (wish === noted) return 'The callback is noted already.';
    const isAgreed = confirmed && wish === readBack;
    readBack = wish;
    if (!isAgreed) return ASK_FIRST;
    noted = wish;
    await store({ phoneNumber, time }, id, context).catch((error: unknown) => {
      noted = undefined;
      throw error;
    });
    return 'The callback is noted.';
  });
}

function store(
  wish: Pick<CallbackRequest, 'phoneNumber' | 'time'>,
  id: string,
  context: BuiltInContext,
) {
  const { agentId, contactId } = context.checkpoint.record;
  const key = callbackKey(agentId, contactId, id);
  const requestedAt = new Date(context.clock.nowMs()).toISOString();
  const request: CallbackRequest = { version: 1, contactId, agentId, ...wish, requestedAt };
  return storeRequest(context, { key, request, event: callbackRequested });
}
