export * from './connect-contact-attributes';
export * from './connect-flows';
