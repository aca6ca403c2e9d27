export * from './connect-mkv';
export * from './contracts';
export * from './factories';
export * from './fakes';
