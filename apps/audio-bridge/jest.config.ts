import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('audio-bridge', import.meta.dirname);
