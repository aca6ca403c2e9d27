import { Option, type Command } from 'commander';
import { DEFAULT_DELAYS } from '../connect/services';
import { DEFAULT_PACE } from '../speech-model/pace';
import { numberBetween } from './number-between';

/** How long what is simulated takes, in milliseconds of the caller's time. */
export interface Delays {
  /** From sound on the line to sound in the stream. */
  readonly streamMs: number;
  /** Before each invocation of a Lambda function. */
  readonly lambdaMs: number;
  /** From reaching a prompt to its first sample. */
  readonly promptMs: number;
  /** From the end of the caller's speech to the model's answer. */
  readonly thinkingMs: number;
  /** Seconds of speech that the model puts out in a second. */
  readonly deliveryRate: number;
}

/** What was seen of Kinesis Video Streams, roughly. */
const STREAM_DELAY_MS = 300;

const DELAY_LIMIT_MS = 20_000;

const delay = (flag: string, description: string, defaultMs: number) =>
  new Option(`--${flag} <ms>`, description)
    .argParser(numberBetween(0, DELAY_LIMIT_MS))
    .default(defaultMs);

/** The options that set {@link Delays}. */
export const withDelayOptions = (command: Command): Command =>
  command
    .addOption(delay('stream-ms', 'from the line to the media stream', STREAM_DELAY_MS))
    .addOption(delay('lambda-ms', 'before each Lambda invocation', DEFAULT_DELAYS.lambdaMs))
    .addOption(delay('prompt-ms', 'before each prompt', DEFAULT_DELAYS.promptStartMs))
    .addOption(delay('thinking-ms', 'before the model answers', DEFAULT_PACE.thinkingMs))
    .addOption(
      new Option('--delivery-rate <factor>', 'how much faster than life the model speaks')
        .argParser(numberBetween(1, 100))
        .default(DEFAULT_PACE.deliveryRate),
    );
