import type { ConnectLambdaEvent } from '@patchbay/contracts';
import type { Contact } from './contact';

const phone = (number: string) => ({ Address: number, Type: 'TELEPHONE_NUMBER' });

/**
 * The event with which Amazon Connect invokes a Lambda function ("Invoke AWS Lambda functions",
 * administrator guide). Times are strings; the media stream is there once streaming has started.
 */
export function lambdaEvent(
  contact: Contact,
  parameters: Readonly<Record<string, string>>,
): ConnectLambdaEvent & Record<string, unknown> {
  return {
    Name: 'ContactFlowEvent',
    Details: {
      ContactData: { ...contactData(contact), MediaStreams: mediaStreams(contact) },
      Parameters: { ...parameters },
    },
  };
}

const contactData = (contact: Contact) => ({
  Attributes: Object.fromEntries(contact.attributes),
  Channel: 'VOICE',
  ContactId: contact.contactId,
  CustomerEndpoint: phone(contact.customerNumber),
  CustomerId: null,
  Description: null,
  InitialContactId: contact.contactId,
  InitiationMethod: 'INBOUND',
  InstanceARN: contact.instanceArn,
  LanguageCode: 'en-US',
  Name: null,
  PreviousContactId: contact.contactId,
  Queue: contact.queueArn === undefined ? null : { ARN: contact.queueArn, Name: null },
  References: {},
  SystemEndpoint: phone(contact.systemNumber),
});

const mediaStreams = ({ media }: Contact) => ({
  Customer: {
    Audio: media && {
      StartFragmentNumber: null,
      StartTimestamp: String(media.startTimestampMs),
      StreamARN: media.streamArn,
    },
  },
});
