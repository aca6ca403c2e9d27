export { allowedActions, type Component } from './permissions/component-permissions';
export * from './topology';
