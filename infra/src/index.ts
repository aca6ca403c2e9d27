export { allowedActions, type Component } from './permissions/component-permissions';
export { CLOCKS_APART, type LogMeasure } from './log-measures';
export * from './topology';
