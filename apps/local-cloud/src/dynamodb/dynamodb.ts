import dynalite from 'dynalite';
import { NotEmulated } from '../front/aws-fault';
import type { AwsService } from '../front/aws-service';

/** A table is usable at once, as nobody wants to wait for it here. */
const INSTANTLY = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };

/** What dynalite knows; it answers anything else as if the operation did not exist in AWS. */
const OPERATIONS = new Set([
  ...['CreateTable', 'DeleteTable', 'DescribeTable', 'ListTables', 'UpdateTable'],
  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'],
  ...['BatchGetItem', 'BatchWriteItem', 'DescribeTimeToLive'],
]);

/** DynamoDB, kept by dynalite in memory: without transactions, streams and expiry of items. */
export function createDynamoDb(): AwsService {
  const server = dynalite(INSTANTLY);
  return {
    signingName: 'dynamodb',
    async handle(request, response) {
      const target = String(request.headers['x-amz-target']);
      if (!OPERATIONS.has(target.split('.')[1] ?? '')) throw new NotEmulated(target);
      server.emit('request', request, response);
      // dynalite rethrows an aborted request, which would end this process with it.
      request.removeAllListeners('error').on('error', () => response.destroy());
    },
  };
}
