export * from './knowledge-index';
export * from './passage';
