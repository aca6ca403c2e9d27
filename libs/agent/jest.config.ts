import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('agent', import.meta.dirname);
