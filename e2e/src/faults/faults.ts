import type { Fault } from './fault';

/** Every fault by its name. Loaded only when asked for: what one sets up must not burden another. */
export const FAULTS: Readonly<Record<string, () => Promise<Fault>>> = {
  duplicates: async () => (await import('./consumers/duplicates')).duplicates,
  poison: async () => (await import('./consumers/poison')).poison,
  'kill-consumer': async () => (await import('./consumers/kill-consumer')).killConsumer,
  'throttled-bus': async () => (await import('./consumers/throttled-bus')).throttledBus,
  's3-outage': async () => (await import('./consumers/s3-outage')).s3Outage,
};
