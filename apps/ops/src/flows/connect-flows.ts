import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDeployedFlows, createPhoneLines } from '@patchbay/contact-connect';
import { flowFile } from '@patchbay/contact-flow';
import type { AnswerDependencies } from './answer-number';
import type { FlowsDependencies } from './compare-flows';

/** The instance's flows on one side, a folder of committed ones on the other. */
export const connectFlows = (instanceId: string, folder: string): FlowsDependencies => ({
  deployed: createDeployedFlows({ instanceId }),
  committed: (name) => readFile(join(folder, flowFile(name)), 'utf8'),
});

/** The instance's flows and its numbers. */
export const connectNumbers = (instanceId: string): AnswerDependencies => ({
  deployed: createDeployedFlows({ instanceId }),
  lines: createPhoneLines({ instanceId }),
});
