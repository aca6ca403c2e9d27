export * from './bot-switch';
export * from './call-record';
export * from './call-store';
export * from './contact-attributes';
export * from './errors';
export * from './turn-cursor';
