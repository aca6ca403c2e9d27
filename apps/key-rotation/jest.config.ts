import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('key-rotation', import.meta.dirname);
