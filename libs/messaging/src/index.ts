export * from './bus-message';
export * from './dead-letters';
export * from './effect-ledger';
export * from './errors';
export * from './event-bus';
export * from './failure-log';
export * from './outbox';
export * from './queue';
