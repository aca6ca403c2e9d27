import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('contact-flow', import.meta.dirname);
