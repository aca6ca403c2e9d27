import type { ConnectLambdaEvent } from '@patchbay/contracts';
import { CALLER_NUMBER, CONTACT_ID, DIALLED_NUMBER, INSTANCE_ARN, STREAM_ARN } from './a-call';

/** What Connect sends to a Lambda function of a contact flow, media streaming started. */
export const aContactFlowEvent = (
  facts: {
    contactId?: string;
    dialledNumber?: string;
    parameters?: Record<string, string>;
    streaming?: boolean;
  } = {},
): ConnectLambdaEvent => ({
  Name: 'ContactFlowEvent',
  Details: {
    Parameters: facts.parameters ?? {},
    ContactData: {
      ContactId: facts.contactId ?? CONTACT_ID,
      InitialContactId: facts.contactId ?? CONTACT_ID,
      Channel: 'VOICE',
      InstanceARN: INSTANCE_ARN,
      InitiationMethod: 'INBOUND',
      Attributes: {},
      CustomerEndpoint: { Address: CALLER_NUMBER, Type: 'TELEPHONE_NUMBER' },
      SystemEndpoint: { Address: facts.dialledNumber ?? DIALLED_NUMBER, Type: 'TELEPHONE_NUMBER' },
      MediaStreams: { Customer: { Audio: facts.streaming === false ? null : customerAudio } },
    },
  },
});

const customerAudio = {
  StreamARN: STREAM_ARN,
  StartFragmentNumber: '91343852333181432392682062607743920146264094732',
  StartTimestamp: '1767607200000',
};
