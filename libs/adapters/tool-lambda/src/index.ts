export * from './lambda-tool-runner';
