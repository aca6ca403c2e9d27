import type { Fault } from './fault';

/** Every fault by its name. Loaded only when asked for: what one sets up must not burden another. */
export const FAULTS: Readonly<Record<string, () => Promise<Fault>>> = {
  'clock-skew': async () => (await import('./clock-skew/clock-skew')).clockSkew,
  forged: async () => (await import('./forged/forged')).forged,
  'no-bridge': async () => (await import('./no-bridge/no-bridge')).noBridge,
  'retried-turns': async () => (await import('./retried-turns/retried-turns')).retriedTurns,
  'kill-bridge': async () => (await import('./kill-bridge')).killBridge,
  'pause-bridge': async () => (await import('./pause-bridge')).pauseBridge,
  drain: async () => (await import('./drain')).drain,
  'rolling-upgrade': async () => (await import('./rolling-upgrade/rolling-upgrade')).rollingUpgrade,
  'duplicate-lease': async () => (await import('./duplicate-lease')).duplicateLease,
  'store-outage': async () => (await import('./store-outage')).storeOutage,
  blackhole: async () => (await import('./blackhole')).blackhole,
  'media-cut': async () => (await import('./media-cut/media-cut')).mediaCut,
  'engine-cut': async () => (await import('./engine-cut/engine-cut')).engineCut,
  hangup: async () => (await import('./hangup')).hangup,
  duplicates: async () => (await import('./consumers/duplicates')).duplicates,
  poison: async () => (await import('./consumers/poison')).poison,
  'kill-consumer': async () => (await import('./consumers/kill-consumer')).killConsumer,
  'throttled-bus': async () => (await import('./consumers/throttled-bus')).throttledBus,
  's3-outage': async () => (await import('./consumers/s3-outage')).s3Outage,
  'replay-twice': async () => (await import('./replay-twice/replay-twice')).replayTwice,
};
