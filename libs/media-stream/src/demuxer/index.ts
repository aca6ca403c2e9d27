export * from './create-demuxer';
export * from './demuxer';
export * from './errors';
