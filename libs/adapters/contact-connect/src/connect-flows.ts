import {
  ConnectClient,
  DescribeContactFlowCommand,
  paginateListContactFlows,
} from '@aws-sdk/client-connect';
import type { DeployedFlow, DeployedFlows } from '@patchbay/contact-flow';

/** The contact flows of one Connect instance (named by its id), as they are published. */
export function createDeployedFlows(
  { instanceId }: { instanceId: string },
  client = new ConnectClient({}),
): DeployedFlows {
  return {
    async list() {
      const flows: DeployedFlow[] = [];
      for await (const page of paginateListContactFlows({ client }, { InstanceId: instanceId })) {
        for (const { Id, Arn, Name } of page.ContactFlowSummaryList ?? []) {
          if (Id && Arn && Name) flows.push({ id: Id, arn: Arn, name: Name });
        }
      }
      return flows;
    },
    async contentOf(flowId) {
      const { ContactFlow } = await client.send(
        new DescribeContactFlowCommand({ InstanceId: instanceId, ContactFlowId: flowId }),
      );
      return ContactFlow?.Content ?? '';
    },
  };
}
