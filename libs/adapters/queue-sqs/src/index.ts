export * from './consumer';
export * from './sqs-dead-letter-sender';
export * from './sqs-lease-queue';
export * from './sqs-sender';
