import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('agent-catalog-folder', import.meta.dirname);
