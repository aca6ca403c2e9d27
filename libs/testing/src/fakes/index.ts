export * from './manual-clock';
export * from './memory-call-store';
export * from './memory-dead-letters';
export * from './memory-event-bus';
export * from './memory-object-store';
export * from './memory-queue';
export * from './recording-logger';
export * from './scripted-speech';
