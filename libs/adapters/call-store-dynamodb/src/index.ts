export * from './dynamo-call-history';
export * from './dynamo-call-store';
export * from './dynamo-call-writer';
export * from './errors';
