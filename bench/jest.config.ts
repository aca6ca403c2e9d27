import { projectConfig } from '../jest.preset.mjs';

export default projectConfig('bench', import.meta.dirname);
