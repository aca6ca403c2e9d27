import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('ops', import.meta.dirname);
