export * from './a-call';
export * from './a-contact-flow-event';
export * from './an-agent';
export * from './an-event';
