export * from './minisearch-knowledge';
