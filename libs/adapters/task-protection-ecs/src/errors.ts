import { PatchbayError } from '@patchbay/platform';

/**
 * ECS did not do it. The name is the reason that it gives, such as `DEPLOYMENT_BLOCKED` (more tasks
 * are protected than the service is to have) or `AccessDeniedException`.
 */
export class TaskProtectionError extends PatchbayError {
  constructor(reason: string, cause?: unknown) {
    super(reason, "The task's protection from scaling in was not set.", { retryable: true, cause });
  }
}
