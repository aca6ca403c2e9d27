import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('voice-polly', import.meta.dirname);
