import { projectConfig } from '../jest.preset.mjs';

export default projectConfig('infra', import.meta.dirname);
