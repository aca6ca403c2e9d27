import type { AwsRequest } from './aws-service';
import { query, signedFor } from './signed-for';

/** IAM knows a batch by the name of what it is a batch of. Source: IAM's service authorization reference, SQS. */
const SQS_BATCH = /Batch$/;

/** Operations of the REST protocols, by method and the first parts of the path. */
const REST: readonly (readonly [RegExp, string])[] = [
  [/^POST \/getDataEndpoint/, 'kinesisvideo:GetDataEndpoint'],
  [/^POST \/getMedia/, 'kinesisvideo:GetMedia'],
  [/^POST \/v1\/speech/, 'polly:SynthesizeSpeech'],
  [
    /^POST \/model\/[^/]+\/invoke-with-bidirectional-stream/,
    'bedrock:InvokeModelWithBidirectionalStream',
  ],
  [/^POST \/contact\/attributes/, 'connect:UpdateContactAttributes'],
  [/^GET \/contact-flows-summary\//, 'connect:ListContactFlows'],
  [/^GET \/contact-flows\//, 'connect:DescribeContactFlow'],
  [/^POST \/2015-03-31\/functions\/[^/]+\/invocations/, 'lambda:InvokeFunction'],
];

/**
 * The IAM action that a role needs for a request. What is not in the lists above is named as it
 * came, so that it shows.
 */
export function iamAction(request: AwsRequest): string {
  const service = signedFor(request) ?? 'unsigned';
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const operation = target.slice(target.indexOf('.') + 1);
    return `${service}:${service === 'sqs' ? operation.replace(SQS_BATCH, '') : operation}`;
  }
  const line = `${request.method} ${request.url}`;
  if (service === 's3') return s3Action(request);
  return REST.find(([pattern]) => pattern.test(line))?.[1] ?? `${service} ${line}`;
}

function s3Action(request: AwsRequest): string {
  if (request.method === 'PUT') return 's3:PutObject';
  return query(request).has('list-type') ? 's3:ListBucket' : 's3:GetObject';
}
