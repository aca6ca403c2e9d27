import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('tool-https', import.meta.dirname);
