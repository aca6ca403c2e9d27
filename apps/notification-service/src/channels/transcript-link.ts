import type { ContactAttributes } from '@patchbay/call';
import type { NotificationChannel, ObjectUrl } from './channel';

/** The contact attribute that an agent's screen shows as a link. */
const ATTRIBUTE = 'patchbay_transcript';

/** Adds the link to the transcript to a transferred contact, for the human who takes over. */
export function createTranscriptLinkChannel(
  contacts: ContactAttributes,
  objectUrl: ObjectUrl,
): NotificationChannel {
  return {
    name: 'transcript-link',
    events: ['TransferRequested'],
    async notify(event, signal) {
      if (event.type !== 'TransferRequested') return;
      const link = { [ATTRIBUTE]: objectUrl(event.data.transcriptKey) };
      await contacts.set(event.subject, link, signal);
    },
  };
}
