import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('speech-nova-sonic', import.meta.dirname);
