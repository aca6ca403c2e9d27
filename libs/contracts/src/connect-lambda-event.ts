import { z } from 'zod';
import { contactId } from './identifiers';

const endpoint = z.object({ Address: z.string(), Type: z.string().optional() }).nullish();

const customerAudio = z.object({
  StreamARN: z.string().nullish(),
  StartFragmentNumber: z.string().nullish(),
  /** Epoch milliseconds, as a string. */
  StartTimestamp: z.string().regex(/^\d+$/).nullish(),
  StopFragmentNumber: z.string().nullish(),
  StopTimestamp: z.string().nullish(),
});

/**
 * What Amazon Connect sends to a Lambda function that a contact flow invokes.
 * Source: Connect administrator guide, "Invoke Lambda functions", request format.
 */
export const connectLambdaEventSchema = z.object({
  Name: z.literal('ContactFlowEvent'),
  Details: z.object({
    Parameters: z.record(z.string(), z.string()).default({}),
    ContactData: z.object({
      ContactId: contactId,
      InitialContactId: z.string(),
      Channel: z.string(),
      InstanceARN: z.string(),
      InitiationMethod: z.string().nullish(),
      Attributes: z.record(z.string(), z.string()).default({}),
      CustomerEndpoint: endpoint,
      SystemEndpoint: endpoint,
      MediaStreams: z
        .object({ Customer: z.object({ Audio: customerAudio.nullish() }).nullish() })
        .nullish(),
    }),
  }),
});
export type ConnectLambdaEvent = z.infer<typeof connectLambdaEventSchema>;

/** A flat map of strings (STRING_MAP), under 32 KB: the only answer every flow block can read. */
export type ConnectLambdaAnswer = Readonly<Record<string, string>>;
