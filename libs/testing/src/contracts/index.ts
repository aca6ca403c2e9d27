export * from './call-history-contract';
export * from './call-store-contract';
export * from './lease-queue-contract';
export * from './object-store-contract';
export * from './effect-ledger-contract';
