import { Validations } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export const NODE = Runtime.NODEJS_22_X;

/** There is a newer one, and the check wants the newest. */
export function acknowledgeNode(code: Construct): void {
  Validations.of(code).acknowledge({
    id: 'AwsSolutions-L1',
    reason: 'Node 22 is what package-lock.json pins and every test runs on (docs/adr/0003).',
  });
}
