import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Permission } from '../permissions/permission';

/** Each `*` in the permissions of a role or policy keeps its reason in cdk-nag's check. */
export function acknowledgeReasons(holder: Construct, permissions: readonly Permission[]): void {
  for (const { resources, reason } of permissions) {
    if (reason === undefined) continue;
    for (const resource of resources.filter((one) => one.includes('*'))) {
      const id = `AwsSolutions-IAM5[Resource::${resource}]`;
      Validations.of(holder).acknowledge({ id, reason });
    }
  }
}
