import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('media-source-kinesis-video', import.meta.dirname);
