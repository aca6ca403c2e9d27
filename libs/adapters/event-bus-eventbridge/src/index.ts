export * from './event-bridge-bus';
