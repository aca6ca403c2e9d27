import type { ConnectLambdaEvent } from '@patchbay/contracts';
import { INSTANCE_ARN } from '@patchbay/local-cloud';

/** What a contact flow sends to a function. */
export const aFlowEvent = (
  contactId: string,
  parameters: Readonly<Record<string, string>>,
): ConnectLambdaEvent => ({
  Name: 'ContactFlowEvent',
  Details: {
    Parameters: { ...parameters },
    ContactData: {
      ContactId: contactId,
      InitialContactId: contactId,
      Channel: 'VOICE',
      InstanceARN: INSTANCE_ARN,
      Attributes: {},
    },
  },
});
