export * from './dynamo-failure-log';
