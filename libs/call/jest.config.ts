import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('call', import.meta.dirname);
