import { connectLambdaEventSchema } from './connect-lambda-event';

/** As in the administrator guide, where nothing is known of the caller yet. */
const bareEvent = {
  Name: 'ContactFlowEvent',
  Details: {
    ContactData: {
      Attributes: {},
      Channel: 'VOICE',
      ContactId: '4a573372-1f28-4e26-b97b-000000000001',
      CustomerEndpoint: null,
      CustomerId: null,
      InitialContactId: '4a573372-1f28-4e26-b97b-000000000001',
      InitiationMethod: 'INBOUND',
      InstanceARN: 'arn:aws:connect:us-east-1:123456789012:instance/1',
      MediaStreams: { Customer: { Audio: null } },
      Queue: null,
      SystemEndpoint: null,
    },
    Parameters: {},
  },
};

describe("Connect's Lambda event", () => {
  test('may lack endpoints, queue and media', () => {
    expect(connectLambdaEventSchema.safeParse(bareEvent).success).toBe(true);
  });

  test('has times as strings, as Connect sends them', () => {
    const withAudio = structuredClone(bareEvent) as unknown as {
      Details: { ContactData: { MediaStreams: unknown } };
    };
    const audio = (StartTimestamp: string) => ({
      Customer: { Audio: { StreamARN: 'arn:stream', StartTimestamp } },
    });

    withAudio.Details.ContactData.MediaStreams = audio('1571360125131');
    expect(connectLambdaEventSchema.safeParse(withAudio).success).toBe(true);
    withAudio.Details.ContactData.MediaStreams = audio('yesterday');
    expect(connectLambdaEventSchema.safeParse(withAudio).success).toBe(false);
  });
});
