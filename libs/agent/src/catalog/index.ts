export * from './fixed-catalog';
export * from './live-catalog';
export * from './open-catalog';
