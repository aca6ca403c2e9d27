import {
  InvokeModelWithBidirectionalStreamCommand,
  type BedrockRuntimeClient,
} from '@aws-sdk/client-bedrock-runtime';
import { AsyncQueue, sleep, type Clock, type SharedTimer } from '@patchbay/platform';
import type { SpeechEvent, SpeechSession, SpeechSessionOptions } from '@patchbay/speech';
import { randomUUID } from 'node:crypto';
import { namedError, SpeechSessionLostError, SpeechSessionStalledError } from './errors';
import {
  audioInput,
  closingEvents,
  interactiveText,
  openingEvents,
  toolResultEvents,
  type InputEvent,
} from './input-events';
import { InputStream } from './input-stream';
import { OutputReader } from './output-events';

/** A model that does not say goodbye within this time is cut off, so that no socket is kept. */
const GOODBYE_LIMIT_MS = 2000;

/** A connection that takes nothing for so long is dead; it would tell of it after many minutes only. */
const STALL_LIMIT_MS = 5000;

/**
 * Without sound for 55 s the model ends the session (a ValidationException): after this long
 * without any, a little silence goes out. It is much less than the pause that ends a sentence:
 * when a stalled stream comes back, the caller's words are still whole.
 */
const KEEP_ALIVE_AFTER_MS = 15_000;
const KEEP_ALIVE_SOUND_MS = 100;

export interface NovaSonicSessionDependencies {
  readonly client: BedrockRuntimeClient;
  readonly clock: Clock;
  /** Looks after all sessions of an engine; well below the limits above. */
  readonly timer: SharedTimer;
}

/** One bidirectional stream to Nova Sonic. Opens at once; failures show in `events`. */
export class NovaSonicSession implements SpeechSession {
  readonly #events = new AsyncQueue<SpeechEvent>();
  readonly #reader = new OutputReader();
  readonly #abort = new AbortController();
  readonly #names = { promptName: randomUUID(), audioContentName: randomUUID() };
  readonly #input: InputStream;
  readonly #silence: Int16Array;
  readonly #clock: Clock;
  readonly #stopWatching: () => void;
  readonly #finished: Promise<void>;
  #lastSoundMs: number;
  #closing = false;

  constructor(options: SpeechSessionOptions, dependencies: NovaSonicSessionDependencies) {
    const { client, clock, timer } = dependencies;
    const { inputSampleRateHz: sampleRateHz } = options;
    const toEvent = (pcm: Uint8Array) => audioInput(this.#names, pcm);
    this.#clock = clock;
    this.#lastSoundMs = clock.monotonicMs();
    this.#silence = new Int16Array((KEEP_ALIVE_SOUND_MS * sampleRateHz) / 1000);
    this.#input = new InputStream({ sampleRateHz, toEvent, clock });
    this.#send(openingEvents(options, this.#names));
    this.#stopWatching = timer.add(() => this.#watch());
    this.#finished = this.#pump(client, options.modelId);
  }

  get events(): AsyncIterable<SpeechEvent> {
    return this.#events;
  }

  sendAudio(pcm: Int16Array): void {
    if (this.#closing || pcm.length === 0) return;
    this.#lastSoundMs = this.#clock.monotonicMs();
    this.#input.sendSound(pcm);
  }

  sendText(text: string): void {
    if (!this.#closing) this.#send(interactiveText(this.#names.promptName, text));
  }

  sendToolResult(toolUseId: string, result: unknown): void {
    if (this.#closing) return;
    this.#send(toolResultEvents(this.#names.promptName, toolUseId, result));
  }

  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      this.#send(closingEvents(this.#names));
      this.#input.end();
    }
    await this.#finishedWithin(GOODBYE_LIMIT_MS);
    this.#finish();
    await this.#finishedWithin(GOODBYE_LIMIT_MS);
  }

  #send(events: readonly InputEvent[]): void {
    for (const event of events) this.#input.send(event);
  }

  #watch(): void {
    if (this.#closing) return;
    if (this.#input.waitMs > STALL_LIMIT_MS) return this.#finish(new SpeechSessionStalledError());
    const quietMs = this.#clock.monotonicMs() - this.#lastSoundMs;
    if (quietMs >= KEEP_ALIVE_AFTER_MS) this.sendAudio(this.#silence);
  }

  /**
   * Drains the output to its end whatever the reader of `events` does: a stream left early leaks
   * its socket. `send` resolves with the first output only, so the input feeds itself meanwhile.
   */
  async #pump(client: BedrockRuntimeClient, modelId: string): Promise<void> {
    try {
      const command = new InvokeModelWithBidirectionalStreamCommand({ modelId, body: this.#input });
      const { body } = await client.send(command, { abortSignal: this.#abort.signal });
      for await (const output of body ?? []) this.#receive(output.chunk?.bytes);
      this.#finish(new SpeechSessionLostError());
    } catch (error) {
      this.#finish(namedError(error));
    }
  }

  #receive(bytes: Uint8Array | undefined): void {
    if (!bytes) return;
    for (const event of this.#reader.read(bytes)) this.#events.push(event);
  }

  /** Lets go of everything. The first reason counts; after `close` none does. */
  #finish(error?: Error): void {
    this.#stopWatching();
    if (error && !this.#closing) this.#events.fail(error);
    this.#closing = true;
    this.#events.end();
    this.#input.end();
    this.#abort.abort();
  }

  async #finishedWithin(limitMs: number): Promise<void> {
    const early = new AbortController();
    await Promise.race([this.#finished, sleep(limitMs, early.signal)]);
    early.abort();
  }
}
