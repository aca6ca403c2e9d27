import type { CallChange } from '@patchbay/call';
import type { CallbackRequested, EventOrigin, VoicemailLeft } from '@patchbay/contracts';
import type { BuiltInContext } from './built-in-tool';

export interface StoreRequest {
  readonly key: string;
  readonly request: object;
  readonly event: (
    origin: EventOrigin,
    data: { agentId: string; requestKey: string },
  ) => CallbackRequested | VoicemailLeft;
  /** Written into the call's record together with the event. */
  readonly change?: CallChange;
}

/** Stores what a caller asked for, then announces where it lies: whoever hears of it finds it. */
export async function storeRequest(
  { requests, checkpoint, clock }: Pick<BuiltInContext, 'requests' | 'checkpoint' | 'clock'>,
  { key, request, event, change = {} }: StoreRequest,
): Promise<void> {
  await requests.put(key, JSON.stringify(request), 'application/json');
  const { agentId, contactId } = checkpoint.record;
  const origin = { contactId, sequence: checkpoint.nextSequence(), timeMs: clock.nowMs() };
  await checkpoint.recordEvent(event(origin, { agentId, requestKey: key }), () => change);
}
