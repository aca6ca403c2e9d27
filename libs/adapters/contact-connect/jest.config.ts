import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('contact-connect', import.meta.dirname);
