import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('event-bus-eventbridge', import.meta.dirname);
