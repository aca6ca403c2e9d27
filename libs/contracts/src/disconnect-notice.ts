import { z } from 'zod';
import { contactId, epoch } from './identifiers';

/**
 * `POST {bridgeUrl}/calls/{contactId}/disconnect`: Connect says that the caller is gone. The signed
 * body names the call, so that a captured request cannot be turned against another one.
 */
export const disconnectNoticeSchema = z.object({ contactId, epoch });
export type DisconnectNotice = z.infer<typeof disconnectNoticeSchema>;
