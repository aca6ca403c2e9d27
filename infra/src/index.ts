export { allowedActions, type Component } from './permissions/component-permissions';
export {
  OPERATOR_RIGHTS,
  operatorActions,
  type OperatorRight,
} from './permissions/operator-permissions';
export * from './topology';
