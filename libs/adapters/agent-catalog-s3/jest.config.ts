import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('agent-catalog-s3', import.meta.dirname);
