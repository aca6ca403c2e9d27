import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('speech', import.meta.dirname);
