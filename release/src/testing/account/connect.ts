import { json, notFound, type Answer, type Asked, type Service } from './answer';
import { ofType, type Contents } from './contents';

/** Flows and numbers of the instance, as stacks have made them. */
export function connect(contents: Contents): Service {
  const instanceId = contents.place.instanceArn.split('/').at(-1);
  const numbers = () =>
    ofType(contents, 'AWS::Connect::PhoneNumber').map(({ name, arn, properties }, index) => ({
      PhoneNumberId: name,
      PhoneNumberArn: arn,
      PhoneNumber: `+1555010${String(index).padStart(4, '0')}`,
      PhoneNumberCountryCode: properties['CountryCode'],
      PhoneNumberType: properties['Type'],
      InstanceId: instanceId,
    }));
  const flows = () =>
    ofType(contents, 'AWS::Connect::ContactFlow').map(({ name, arn }) => ({
      Id: arn.split('/').at(-1),
      Arn: arn,
      Name: name,
    }));
  const routes: readonly [RegExp, (asked: Asked, id: string) => Answer][] = [
    [/^POST \/phone-number\/list$/, () => json({ ListPhoneNumbersSummaryList: numbers() })],
    [
      new RegExp(`^GET /contact-flows-summary/${instanceId}$`),
      () => json({ ContactFlowSummaryList: flows() }),
    ],
    [
      /^PUT \/phone-number\/([^/]+)\/contact-flow$/,
      ({ body }, id) => {
        const { InstanceId, ContactFlowId } = JSON.parse(body.toString());
        const flow = flows().find(({ Id }) => Id === ContactFlowId);
        const known = numbers().some(({ PhoneNumberId }) => PhoneNumberId === id);
        if (!flow || !known || InstanceId !== instanceId)
          return notFound('ResourceNotFoundException');
        contents.answeredBy.set(id, flow.Name);
        return json({});
      },
    ],
  ];
  return (asked) => {
    const line = `${asked.method} ${asked.url.pathname}`;
    for (const [path, answer] of routes) {
      const match = path.exec(line);
      if (match) return answer(asked, decodeURIComponent(match[1] ?? ''));
    }
    return notFound('ResourceNotFoundException');
  };
}
