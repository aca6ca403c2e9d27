import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('platform', import.meta.dirname);
