import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('failure-log-dynamodb', import.meta.dirname);
