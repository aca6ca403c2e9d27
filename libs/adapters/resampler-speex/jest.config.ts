import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('resampler-speex', import.meta.dirname);
