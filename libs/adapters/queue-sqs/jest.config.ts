import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('queue-sqs', import.meta.dirname);
