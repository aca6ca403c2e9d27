import type { ConnectLambdaEvent, MediaStream } from '@patchbay/contracts';
import { BadFlowEventError, flowParameter, mediaStreamOf } from '../contact-flow-event';

/** What a contact flow asks: "I played answer `cursor`; what is next?" */
export interface TurnPoll {
  readonly contactId: string;
  readonly cursor: number;
  /** Keys that the caller pressed after a `collect`. */
  readonly digits?: string;
  readonly media?: MediaStream;
}

/** @throws BadFlowEventError when the flow sent no cursor */
export function toTurnPoll(event: ConnectLambdaEvent): TurnPoll {
  const cursor = flowParameter(event, 'cursor') ?? '';
  if (!/^\d{1,9}$/.test(cursor))
    throw new BadFlowEventError(['Parameters.cursor: must be a number']);
  const digits = flowParameter(event, 'digits') ?? '';
  const media = mediaStreamOf(event);
  return {
    contactId: event.Details.ContactData.ContactId,
    cursor: Number(cursor),
    // Connect stores the word "Timeout" when no key was pressed.
    ...(/^[0-9*#]{1,30}$/.test(digits) && { digits }),
    ...(media && { media }),
  };
}
