import { projectConfig } from '../../jest.preset.mjs';

export default projectConfig('connect-lambdas', import.meta.dirname);
