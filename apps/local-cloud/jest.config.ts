import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('local-cloud', import.meta.dirname);
