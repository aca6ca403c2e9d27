import { z } from 'zod';
import { contactId, epoch } from './identifiers';

/**
 * `POST {bridgeUrl}/calls/{contactId}/disconnect`: Connect says that the caller is gone. The signed
 * body names the call and says what it is, so that a captured request (a poll has the same ids)
 * cannot be turned against another call, nor end its own.
 */
export const disconnectNoticeSchema = z.object({
  event: z.literal('disconnected'),
  contactId,
  epoch,
});
export type DisconnectNotice = z.infer<typeof disconnectNoticeSchema>;
