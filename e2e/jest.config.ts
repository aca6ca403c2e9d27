import { projectConfig } from '../jest.preset.mjs';

/** Whole calls take their time, however fast their lines run. */
export default {
  ...projectConfig('e2e', import.meta.dirname),
  testTimeout: 120_000,
  /** So many faults side by side: more would want more than two cores. */
  maxConcurrency: 3,
};
