import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { busyClient } from '@patchbay/platform';

/** DynamoDB answers within milliseconds; a try that takes so long is lost, and the next one is made. */
const CONNECTION_LIMIT_MS = 2000;
const REQUEST_LIMIT_MS = 3000;

/** Callers of these adapters repeat what failed; a function has 7 s in all. */
const ATTEMPTS = 2;

/**
 * A client whose requests all come to an end. Without limits one that is never answered would keep
 * a call's writes waiting for ever, also once DynamoDB is there again.
 */
export const createClient = () =>
  new DynamoDBClient({
    ...busyClient,
    maxAttempts: ATTEMPTS,
    requestHandler: {
      ...busyClient.requestHandler,
      connectionTimeout: CONNECTION_LIMIT_MS,
      requestTimeout: REQUEST_LIMIT_MS,
      throwOnRequestTimeout: true,
    },
  });
