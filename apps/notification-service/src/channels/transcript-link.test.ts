import { AGENT_ID, anEvent, CONTACT_ID } from '@patchbay/testing';
import { createTranscriptLinkChannel } from './transcript-link';

describe('the transcript link', () => {
  test('is of no use to a contact that stays with the bot', async () => {
    const set: unknown[] = [];
    const channel = createTranscriptLinkChannel(
      { set: async (...contact) => void set.push(contact) },
      (key) => key,
    );

    await channel.notify(anEvent.callbackRequested(), new AbortController().signal);

    expect(set).toEqual([]);
  });

  test('is added to the contact as an attribute', async () => {
    const set: unknown[] = [];
    const contacts = {
      set: async (contactId: string, attributes: object) =>
        void set.push({ contactId, attributes }),
    };
    const channel = createTranscriptLinkChannel(
      contacts,
      (key) => `https://transcripts.test/${key}`,
    );

    await channel.notify(anEvent.transferRequested(), new AbortController().signal);

    expect(set).toEqual([
      {
        contactId: CONTACT_ID,
        attributes: {
          patchbay_transcript: `https://transcripts.test/agents/${AGENT_ID}/calls/${CONTACT_ID}/transcript.json`,
        },
      },
    ]);
  });
});
