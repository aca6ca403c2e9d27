export * from './dynamo-effect-ledger';
