import { projectConfig } from '../../../jest.preset.mjs';

export default projectConfig('effect-ledger-dynamodb', import.meta.dirname);
