export * from './errors';
export * from './nova-sonic-engine';
