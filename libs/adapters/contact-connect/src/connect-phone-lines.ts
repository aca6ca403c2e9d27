import {
  AssociatePhoneNumberContactFlowCommand,
  ConnectClient,
  paginateListPhoneNumbersV2,
} from '@aws-sdk/client-connect';
import type { PhoneLine, PhoneLines } from '@patchbay/contact-flow';

/** The phone numbers of one Connect instance (named by its id). */
export function createPhoneLines(
  { instanceId }: { instanceId: string },
  client = new ConnectClient({}),
): PhoneLines {
  return {
    async list() {
      const lines: PhoneLine[] = [];
      for await (const page of paginateListPhoneNumbersV2({ client }, { InstanceId: instanceId })) {
        for (const { PhoneNumberId, PhoneNumber } of page.ListPhoneNumbersSummaryList ?? []) {
          if (PhoneNumberId && PhoneNumber) lines.push({ id: PhoneNumberId, number: PhoneNumber });
        }
      }
      return lines;
    },
    async answerWith(lineId, flowId) {
      await client.send(
        new AssociatePhoneNumberContactFlowCommand({
          PhoneNumberId: lineId,
          InstanceId: instanceId,
          ContactFlowId: flowId,
        }),
      );
    },
  };
}
