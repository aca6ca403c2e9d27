import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('secrets-secrets-manager', import.meta.dirname);
