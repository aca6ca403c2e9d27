import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('dead-letters-sqs', import.meta.dirname);
