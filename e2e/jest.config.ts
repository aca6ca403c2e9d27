import { projectConfig } from '../jest.preset.mjs';

export default {
  ...projectConfig('e2e', import.meta.dirname),
  /** So many faults side by side: more would want more than two cores. */
  maxConcurrency: 2,
};
