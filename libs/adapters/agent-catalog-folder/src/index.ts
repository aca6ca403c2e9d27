export * from './folder-source';
