export * from './fixed-catalog';
export * from './live-catalog';
