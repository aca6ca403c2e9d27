export * from './https-tool-runner';
