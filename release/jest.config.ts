import { projectConfig } from '../jest.preset.mjs';

export default projectConfig('release', import.meta.dirname);
