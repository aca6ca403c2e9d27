export * from './dynamo-call-history';
export * from './dynamo-call-store';
export { createDynamoCallWriter } from './dynamo-call-writer';
export * from './errors';
