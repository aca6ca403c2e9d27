import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('notification-service', import.meta.dirname);
