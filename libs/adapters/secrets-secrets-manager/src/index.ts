export * from './secret-settings';
export * from './secrets-manager-rotation';
