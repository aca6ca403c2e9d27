import { z } from 'zod';
import { agentId, contactId } from './identifiers';

/** The message on the `calls` queue: held in flight by the bridge that carries the call. */
export const callMessageSchema = z.object({ contactId, agentId });
export type CallMessage = z.infer<typeof callMessageSchema>;
