export * from './consumer';
export * from './sqs-lease-queue';
export * from './sqs-sender';
