export * from './errors';
export * from './object-store-bot-switch';
export * from './switches-object';
