import { CfnOutput } from 'aws-cdk-lib';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { namesOf } from '../names';
import {
  OPERATOR_RIGHTS,
  operatorPermissions,
  type OperatorRight,
} from '../permissions/operator-permissions';
import { allow } from '../permissions/permission';
import { acknowledgeReasons } from './acknowledge-reasons';
import { toStatements } from './component-role';

const DESCRIPTIONS: Record<OperatorRight, string> = {
  look: 'Looks at dead letters, switches and flows with the command patchbay',
  act: 'Replays dead letters and turns the bot off and on with the command patchbay; needs -look too',
};

/** S3 and DynamoDB decrypt, and S3 encrypts, with the key of who asks. */
const KEY_USES: Record<OperatorRight, readonly string[]> = {
  look: ['kms:Decrypt'],
  act: ['kms:GenerateDataKey'],
};

/** What operators may do, for the team to attach to its people's roles; nobody has it by itself. */
export function describeOperators(scope: Construct, settings: Environment, keyArn: string): void {
  for (const right of OPERATOR_RIGHTS) {
    const permissions = [...operatorPermissions(right, settings), allow(KEY_USES[right], keyArn)];
    const policy = new ManagedPolicy(scope, `operator-${right}`, {
      managedPolicyName: namesOf(settings).operatorPolicy(right),
      description: DESCRIPTIONS[right],
      statements: toStatements(permissions),
    });
    acknowledgeReasons(policy, permissions);
    new CfnOutput(scope, `Operator${right === 'look' ? 'Look' : 'Act'}PolicyArn`, {
      description: DESCRIPTIONS[right],
      value: policy.managedPolicyArn,
    });
  }
}
