export * from './s3-source';
