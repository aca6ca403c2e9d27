import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('tool-lambda', import.meta.dirname);
