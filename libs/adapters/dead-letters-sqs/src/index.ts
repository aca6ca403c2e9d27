export * from './find-queue';
export * from './sqs-batch-sender';
export * from './sqs-dead-letter-queue';
