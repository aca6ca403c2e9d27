export * from './dynamo-call-store';
export * from './errors';
