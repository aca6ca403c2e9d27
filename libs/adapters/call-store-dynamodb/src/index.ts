export * from './dynamo-call-history';
export * from './dynamo-call-store';
export * from './errors';
