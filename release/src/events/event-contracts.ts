import * as contracts from '@patchbay/contracts';
import { z } from 'zod';

/** A message that leaves the product, and what is told of it to those who take it. */
export interface MessageContract {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly summary: string;
}

/** Every event on the bus, by its detail-type. */
export const EVENTS: readonly MessageContract[] = [
  {
    name: 'CallStarted',
    schema: contracts.callStartedSchema,
    summary: 'A contact flow handed its call to the bot.',
  },
  {
    name: 'TurnCompleted',
    schema: contracts.turnCompletedSchema,
    summary: 'A turn is over and stored; its words stand on S3 under turnKey.',
  },
  {
    name: 'TransferRequested',
    schema: contracts.transferRequestedSchema,
    summary: 'The bot hands the caller to a human.',
  },
  {
    name: 'CallbackRequested',
    schema: contracts.callbackRequestedSchema,
    summary: 'The caller wants to be called back; number and time stand on S3 under requestKey.',
  },
  {
    name: 'VoicemailLeft',
    schema: contracts.voicemailLeftSchema,
    summary: 'The caller left a message; where its sound lies stands on S3 under requestKey.',
  },
  {
    name: 'CallEnded',
    schema: contracts.callEndedSchema,
    summary: 'The bot’s leg of the call is over; every earlier event has a lower sequence.',
  },
  {
    name: 'CallFailed',
    schema: contracts.callFailedSchema,
    summary: 'The bot gave the call up; the caller goes to a human.',
  },
];

/** Every body that is posted to a team's webhook. */
export const WEBHOOKS: readonly MessageContract[] = [
  {
    name: 'TransferWebhook',
    schema: contracts.transferWebhookSchema,
    summary: 'A caller is handed to a human.',
  },
  {
    name: 'CallbackWebhook',
    schema: contracts.callbackWebhookSchema,
    summary: 'A caller wants to be called back.',
  },
  {
    name: 'VoicemailWebhook',
    schema: contracts.voicemailWebhookSchema,
    summary: 'A caller left a message.',
  },
];

/** What the messages lead to on S3, and what tools outside the bridge are sent. */
export const OBJECTS: readonly MessageContract[] = [
  { name: 'StoredTurn', schema: contracts.storedTurnSchema, summary: 'One turn, its words.' },
  { name: 'Transcript', schema: contracts.transcriptSchema, summary: 'A call’s words in order.' },
  {
    name: 'CallMetadata',
    schema: contracts.callMetadataSchema,
    summary: 'The facts of a call, none of its talk.',
  },
  {
    name: 'CallbackRequest',
    schema: contracts.callbackRequestSchema,
    summary: 'A wish to be called back.',
  },
  {
    name: 'Voicemail',
    schema: contracts.voicemailSchema,
    summary: 'Where a caller’s message lies in the media stream.',
  },
  {
    name: 'ToolRequest',
    schema: contracts.toolRequestSchema,
    summary: 'What a tool outside the bridge is sent.',
  },
];

/**
 * JSON Schema draft 2020-12, as AsyncAPI 3 takes it. Of the input, because that lets fields through
 * that a later version adds.
 */
export const jsonSchemaOf = ({ name, schema, summary }: MessageContract) => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return {
    $schema,
    $id: `urn:patchbay:schema:${name}`,
    title: name,
    description: summary,
    ...rest,
  };
};
