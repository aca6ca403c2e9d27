import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('transcript-archiver', import.meta.dirname);
