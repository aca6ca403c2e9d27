import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('bot-switch-object-store', import.meta.dirname);
