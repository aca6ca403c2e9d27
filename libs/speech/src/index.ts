export * from './errors';
export * from './phrase-library';
export * from './speak-cached';
export * from './renewal';
export * from './speech-event';
export * from './speech-session';
export * from './voice';
