import {
  AssociatePhoneNumberContactFlowCommand,
  ConnectClient,
  ListPhoneNumbersV2Command,
} from '@aws-sdk/client-connect';
import { createPhoneLines } from './connect-phone-lines';

/** A client whose answers are given, one a request. */
function clientWith(...answers: object[]) {
  const client = new ConnectClient({ region: 'us-east-1' });
  const sent: { name: string; input: object }[] = [];
  client.send = (async (command: { constructor: { name: string }; input: object }) => {
    sent.push({ name: command.constructor.name, input: { ...command.input } });
    return answers.shift() ?? {};
  }) as typeof client.send;
  return { client, sent };
}

test('the numbers of the instance are listed, page by page', async () => {
  const { client, sent } = clientWith(
    {
      ListPhoneNumbersSummaryList: [{ PhoneNumberId: 'line-1', PhoneNumber: '+15550100' }],
      NextToken: 'more',
    },
    { ListPhoneNumbersSummaryList: [{ PhoneNumberId: 'line-2', PhoneNumber: '+15550101' }] },
  );

  const lines = await createPhoneLines({ instanceId: 'instance-1' }, client).list();

  expect(lines).toEqual([
    { id: 'line-1', number: '+15550100' },
    { id: 'line-2', number: '+15550101' },
  ]);
  expect(sent.map(({ name }) => name)).toEqual(Array(2).fill(ListPhoneNumbersV2Command.name));
  expect(sent[1]?.input).toMatchObject({ InstanceId: 'instance-1', NextToken: 'more' });
});

test('a flow is put before a number', async () => {
  const { client, sent } = clientWith();

  await createPhoneLines({ instanceId: 'instance-1' }, client).answerWith('line-1', 'flow-1');

  expect(sent).toEqual([
    {
      name: AssociatePhoneNumberContactFlowCommand.name,
      input: { PhoneNumberId: 'line-1', InstanceId: 'instance-1', ContactFlowId: 'flow-1' },
    },
  ]);
});
