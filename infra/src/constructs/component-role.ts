import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Permission } from '../permissions/permission';
import { acknowledgeReasons } from './acknowledge-reasons';

/** What is listed, as IAM writes it. */
export const toStatements = (permissions: readonly Permission[]): PolicyStatement[] =>
  permissions.map(
    ({ actions, resources }) =>
      new PolicyStatement({ actions: [...actions], resources: [...resources] }),
  );

/** A role that may do what is listed and nothing else. */
export function createRole(
  scope: Construct,
  id: string,
  service: string,
  permissions: readonly Permission[],
): Role {
  const statements = toStatements(permissions);
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal(service),
    inlinePolicies: { permissions: new PolicyDocument({ statements }) },
  });
  acknowledgeReasons(role, permissions);
  return role;
}
