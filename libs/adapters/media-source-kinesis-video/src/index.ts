export * from './kinesis-video-media-source';
