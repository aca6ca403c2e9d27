import { webhookSchema } from '@patchbay/contracts';
import { AGENT_ID, anEvent, CONTACT_ID } from '@patchbay/testing';
import { toWebhook } from './to-webhook';

const objectUrl = (key: string) => `https://transcripts.test/${key}`;
const folder = `https://transcripts.test/agents/${AGENT_ID}/calls/${CONTACT_ID}`;

test.each([
  [anEvent.callbackRequested(), 'callback.requested', 'callbacks/request-1.json'],
  [anEvent.voicemailLeft(), 'voicemail.left', 'voicemails/request-1.json'],
])('tells where the request lies, and nothing of what is in it', (event, type, place) => {
  expect(webhookSchema.parse(toWebhook(event, objectUrl))).toEqual({
    id: event.id,
    type,
    time: event.time,
    contactId: CONTACT_ID,
    agentId: AGENT_ID,
    requestUrl: `${folder}/${place}`,
  });
});
