import { projectConfig } from '../jest.preset.mjs';

/** Bundles are built and processes started: that takes its time on a busy machine. */
export default { ...projectConfig('release', import.meta.dirname), testTimeout: 60_000 };
