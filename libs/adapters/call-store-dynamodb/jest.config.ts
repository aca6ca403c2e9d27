import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('call-store-dynamodb', import.meta.dirname);
