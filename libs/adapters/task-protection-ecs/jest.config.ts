import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('task-protection-ecs', import.meta.dirname);
