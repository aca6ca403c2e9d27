import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('media-stream', import.meta.dirname);
