export * from './connect-contact-attributes';
export * from './connect-flows';
export * from './connect-phone-lines';
