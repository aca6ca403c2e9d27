import { z } from 'zod';

/** Hosts whose traffic does not leave the machine. */
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** A URL that words of a call may be sent to: HTTPS, or a service on the same machine. */
export const webAddress = z
  .url({ protocol: /^https?$/ })
  .refine((url) => isConfidential(new URL(url)), 'must be https');

const isConfidential = ({ protocol, hostname }: URL) =>
  protocol === 'https:' || LOOPBACK.has(hostname);
