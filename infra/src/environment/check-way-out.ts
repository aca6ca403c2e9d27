import type { Environment } from './environment';
import type { Problem } from './problem';

/**
 * What the services reach that has no interface endpoint in aws-cdk-lib's list
 * (aws-ec2 InterfaceVpcEndpointAwsService, 2.276.0): the name that an endpoint would have, and why.
 */
const WITHOUT_ENDPOINT = [
  { service: 'kinesisvideo', reason: "Kinesis Video Streams (the audio bridge's GetMedia)" },
  { service: 'connect', reason: 'the API of Amazon Connect (links on contacts)' },
];

/** Hosts under these names resolve inside a network only. */
const PRIVATE_HOST = /\.(internal|local|corp)$/;

/** Without NAT, all that the services reach must have an endpoint in the VPC. */
export function checkWayOut({ network, speech, region, webhookUrl }: Environment): Problem[] {
  if (network.nat !== 'none') return [];
  const reasons = WITHOUT_ENDPOINT.filter(
    ({ service }) => !network.moreEndpoints.includes(service),
  ).map(({ reason }) => reason);
  if (speech.region !== region) reasons.push(`Bedrock in ${speech.region}`);
  if (!PRIVATE_HOST.test(new URL(webhookUrl).hostname)) reasons.push('the webhook');
  if (reasons.length === 0) return [];
  const message = `cannot be "none": no VPC endpoint leads to ${reasons.join(', ')}`;
  return [{ path: ['network', 'nat'], message }];
}
