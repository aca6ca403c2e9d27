export * from './bus-message';
export * from './errors';
export * from './event-bus';
export * from './outbox';
export * from './queue';
