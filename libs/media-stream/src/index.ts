export * from './demuxer';
export * from './media-source';
export * from './media-source-errors';
export * from './pcm';
export * from './reader';
