import type { Fault } from './fault';

/** Every fault by its name. Loaded only when asked for: what one sets up must not burden another. */
export const FAULTS: Readonly<Record<string, () => Promise<Fault>>> = {
  'kill-bridge': async () => (await import('./kill-bridge')).killBridge,
  'pause-bridge': async () => (await import('./pause-bridge')).pauseBridge,
  drain: async () => (await import('./drain')).drain,
  'duplicate-lease': async () => (await import('./duplicate-lease')).duplicateLease,
  hangup: async () => (await import('./hangup')).hangup,
  duplicates: async () => (await import('./consumers/duplicates')).duplicates,
};
