export * from './connect-call';
export * from './connect-fragment';
export * from './connect-mkv';
export * from './ebml-writer';
