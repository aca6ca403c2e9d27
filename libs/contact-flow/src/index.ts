export * from './committed-flow';
export * from './condition';
export * from './flow-differences';
export * from './flow-document';
export * from './flow-problems';
export * from './language';
export * from './placeholders';
