import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('object-store-s3', import.meta.dirname);
