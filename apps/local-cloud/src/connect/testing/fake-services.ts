import { encodeMulaw, writeMulawWav } from '@patchbay/audio';
import type { MediaBlock, MediaStreams } from '../../kinesis-video/media-streams';
import type { LambdaInvoker, LambdaResult } from '../../lambda/lambda-invoker';
import type { Synthesiser } from '../../voice/synthesiser';
import type { PromptStore } from '../prompts/prompt-store';

/** A tone that no loudness measure can miss: PCM16, 8 kHz. */
export const toneOf = (durationMs: number) =>
  Int16Array.from({ length: durationMs * 8 }, (_, i) => (i % 8 < 4 ? 8000 : -8000));

/** Media streams that keep what they are given. */
export class FakeStreams implements MediaStreams {
  readonly blocks: MediaBlock[] = [];
  readonly released: string[] = [];

  acquire = (contactId: string) => `arn:stream/${contactId}`;

  append(_streamArn: string, blocks: readonly MediaBlock[]): void {
    this.blocks.push(...blocks);
  }

  release(streamArn: string): void {
    this.released.push(streamArn);
  }

  /** All samples of a track, in order. */
  track(name: MediaBlock['track']): number[] {
    return this.blocks.filter(({ track }) => track === name).flatMap(({ pcm }) => [...pcm]);
  }
}

type ScriptedAnswer = LambdaResult | ((event: unknown) => LambdaResult | Promise<LambdaResult>);

export const answered = (payload: unknown): LambdaResult => ({ kind: 'ok', payload });
export const failed: LambdaResult = { kind: 'error', errorType: 'Error' };

/** Lambda functions that answer from a script, in order, and keep what they were asked. */
export class FakeLambdas implements LambdaInvoker {
  readonly invocations: { functionArn: string; event: unknown; timeoutMs: number }[] = [];
  readonly #script: ScriptedAnswer[];

  constructor(script: readonly ScriptedAnswer[] = []) {
    this.#script = [...script];
  }

  async invoke(functionArn: string, event: unknown, timeoutMs: number): Promise<LambdaResult> {
    this.invocations.push({ functionArn, event, timeoutMs });
    const next = this.#script.shift() ?? failed;
    return typeof next === 'function' ? next(event) : next;
  }
}

/** 100 ms of tone for each word. */
export const fakeVoice: Synthesiser = {
  speak: async (text) => toneOf(100 * text.split(' ').length),
  close: async () => undefined,
};

/** A prompt file as Connect wants it. */
export const promptFile = (pcm: Int16Array) => writeMulawWav(encodeMulaw(pcm));

export const PROMPT_BUCKET_URL = 'https://prompts.s3.eu-west-1.amazonaws.com';

/** Prompts by key, whatever the bucket. */
export const fakePrompts = (files: Readonly<Record<string, Uint8Array>>): PromptStore => ({
  async fetch(_bucket, key) {
    const file = files[key];
    if (!file) throw new Error(`no object ${key}`);
    return file;
  },
});
