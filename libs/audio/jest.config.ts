import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('audio', import.meta.dirname);
