export * from './connect-contact-attributes';
