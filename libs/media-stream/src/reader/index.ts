export * from './call-audio';
export * from './errors';
export * from './read-call-audio';
export * from './settings';
