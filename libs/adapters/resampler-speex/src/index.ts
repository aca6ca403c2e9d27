export * from './speex-resampler';
