import type { Environment } from './environment';
import type { Problem } from './problem';

/** `arn:aws:<service>:<region>:<account>:…` */
function placeOf(arn: string) {
  const [, , , region, account] = arn.split(':');
  return { region, account };
}

/** Everything that an ARN names must be in the environment's own account and Region. */
export function checkPlaces(environment: Environment): Problem[] {
  const { connect, kmsKeyArn } = environment;
  const queue = 'arn' in connect.queue ? connect.queue.arn : connect.queue.hoursOfOperationArn;
  const queueKey = 'arn' in connect.queue ? 'arn' : 'hoursOfOperationArn';
  const elsewhere = (arn: string, path: Problem['path']): Problem[] => {
    const { region, account } = placeOf(arn);
    if (region === environment.region && account === environment.account) return [];
    const message = `is not in account ${environment.account}, Region ${environment.region}`;
    return [{ path, message }];
  };
  return [
    ...elsewhere(connect.instanceArn, ['connect', 'instanceArn']),
    ...elsewhere(queue, ['connect', 'queue', queueKey]),
    ...(kmsKeyArn ? elsewhere(kmsKeyArn, ['kmsKeyArn']) : []),
    ...(queue.startsWith(`${connect.instanceArn}/`)
      ? []
      : [{ path: ['connect', 'queue', queueKey], message: 'belongs to another instance' }]),
  ];
}
