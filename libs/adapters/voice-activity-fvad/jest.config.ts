import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('voice-activity-fvad', import.meta.dirname);
