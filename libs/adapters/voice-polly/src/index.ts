export * from './errors';
export * from './polly-voice';
