import { Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Permission } from '../permissions/permission';

/** A role that may do what is listed and nothing else; a `*` keeps its reason in the check. */
export function createRole(
  scope: Construct,
  id: string,
  service: string,
  permissions: readonly Permission[],
): Role {
  const statements = permissions.map(
    ({ actions, resources }) =>
      new PolicyStatement({ actions: [...actions], resources: [...resources] }),
  );
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal(service),
    inlinePolicies: { permissions: new PolicyDocument({ statements }) },
  });
  for (const { resources, reason } of permissions) {
    if (reason === undefined) continue;
    for (const resource of resources.filter((one) => one.includes('*'))) {
      Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
    }
  }
  return role;
}
