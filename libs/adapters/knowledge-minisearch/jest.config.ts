import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('knowledge-minisearch', import.meta.dirname);
