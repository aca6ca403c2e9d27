import { AwsFault } from '../front/aws-fault';
import type { AwsRequest } from '../front/aws-service';

/** A contact flow that the simulated instance has, as the API tells of it. */
export interface StoredFlow {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  /** As Connect names it: `CONTACT_FLOW`, `AGENT_WHISPER` … */
  readonly kind: string;
  /** In the flow language. */
  readonly content: string;
}

const summary = ({ id, arn, name, kind }: StoredFlow) => ({
  Id: id,
  Arn: arn,
  Name: name,
  ContactFlowType: kind,
  ContactFlowState: 'ACTIVE',
  ContactFlowStatus: 'PUBLISHED',
});

/** ListContactFlows and DescribeContactFlow: what an instance runs. */
export function flowOperations(flows: readonly StoredFlow[]) {
  const flowsOf = (instanceId: string) =>
    flows.filter(({ arn }) => arn.includes(`:instance/${instanceId}/`));
  return [
    {
      method: 'GET',
      path: /^\/contact-flows-summary\/([^/]+)$/,
      run: (_: AwsRequest, instanceId = '') => ({
        ContactFlowSummaryList: flowsOf(instanceId).map(summary),
      }),
    },
    {
      method: 'GET',
      path: /^\/contact-flows\/([^/]+)\/([^/]+)$/,
      run(_: AwsRequest, instanceId = '', flowId = '') {
        const flow = flowsOf(instanceId).find(({ id }) => id === flowId);
        if (!flow) throw new AwsFault(404, 'ResourceNotFoundException', 'Contact flow not found.');
        return {
          ContactFlow: {
            ...summary(flow),
            Type: flow.kind,
            State: 'ACTIVE',
            Content: flow.content,
          },
        };
      },
    },
  ];
}
