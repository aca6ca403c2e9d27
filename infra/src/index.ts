export { allowedActions, type Component } from './permissions/component-permissions';
export {
  OPERATOR_RIGHTS,
  operatorActions,
  type OperatorRight,
} from './permissions/operator-permissions';
export { CLOCKS_APART, type LogMeasure } from './log-measures';
export * from './topology';
