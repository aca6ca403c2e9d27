import type { AwsRequest } from './aws-service';
import { iamAction } from './iam-action';
import { signedBy } from './signed-for';

const request = (service: string, method: string, url: string, target?: string) =>
  ({
    method,
    url,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=audio-bridge/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host`,
      ...(target ? { 'x-amz-target': target } : {}),
    },
  }) as unknown as AwsRequest;

describe('the IAM action of a request', () => {
  test.each([
    ['sqs', 'POST', '/', 'AmazonSQS.SendMessage', 'sqs:SendMessage'],
    ['sqs', 'POST', '/', 'AmazonSQS.ChangeMessageVisibilityBatch', 'sqs:ChangeMessageVisibility'],
    ['dynamodb', 'POST', '/', 'DynamoDB_20120810.BatchGetItem', 'dynamodb:BatchGetItem'],
    ['s3', 'GET', '/bucket?list-type=2', undefined, 's3:ListBucket'],
    ['s3', 'GET', '/bucket/key', undefined, 's3:GetObject'],
    ['s3', 'PUT', '/bucket/key', undefined, 's3:PutObject'],
    ['polly', 'POST', '/v1/speech', undefined, 'polly:SynthesizeSpeech'],
    ['connect', 'GET', '/contact-flows-summary/i-1', undefined, 'connect:ListContactFlows'],
    ['connect', 'GET', '/contact-flows/i-1/f-1', undefined, 'connect:DescribeContactFlow'],
    ['ecs', 'POST', '/new', undefined, 'ecs POST /new'],
  ])('%s %s %s %s', (service, method, url, target, action) => {
    expect(iamAction(request(service, method, url, target))).toBe(action);
  });

  test('who signed is known by the access key', () => {
    expect(signedBy(request('sqs', 'POST', '/'))).toBe('audio-bridge');
  });
});
