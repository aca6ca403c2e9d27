import { z } from 'zod';

/**
 * Amazon Connect's own contact events on the default bus. They are best effort, unordered, and
 * AWS's samples differ in casing, so both casings are read.
 */
export const contactEventSchema = z.object({
  source: z.literal('aws.connect'),
  'detail-type': z.literal('Amazon Connect Contact Event'),
  detail: z
    .record(z.string(), z.unknown())
    .transform(lowerCaseKeys)
    .pipe(z.object({ eventtype: z.string(), contactid: z.string().min(1) })),
});
export type ContactEvent = z.infer<typeof contactEventSchema>;

function lowerCaseKeys(detail: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/** What a consumer of contact events needs to know. */
export function contactEnded(event: ContactEvent): string | undefined {
  return event.detail.eventtype.toUpperCase() === 'DISCONNECTED'
    ? event.detail.contactid
    : undefined;
}
