import { randomUUID } from 'node:crypto';
import type { ModelConnection } from '../speech-model';
import type { Prompt } from './model-input';
import { UsageMeter } from './usage-meter';

export type StopReason = 'PARTIAL_TURN' | 'END_TURN' | 'INTERRUPTED' | 'TOOL_USE';

/** What Nova Sonic writes in place of speech when the caller spoke over it. */
const INTERRUPTION = '{ "interrupted" : true }';

/**
 * Writes Nova Sonic's output events, one completion a session. Source: Amazon Nova 2 user guide,
 * "Handling output events with the bidirectional API".
 */
export class OutputEvents {
  readonly #connection: ModelConnection;
  readonly #prompt: Prompt;
  readonly #usage = new UsageMeter();
  readonly #ids: { sessionId: string; promptName: string; completionId: string };

  constructor(connection: ModelConnection, prompt: Prompt) {
    this.#connection = connection;
    this.#prompt = prompt;
    const { promptName } = prompt;
    this.#ids = { sessionId: randomUUID(), promptName, completionId: randomUUID() };
    this.#send('completionStart', {});
  }

  /** What the caller was understood to say, after `seconds` of it. */
  callerText(text: string, seconds: number): void {
    this.#text('USER', 'FINAL', text, 'PARTIAL_TURN');
    this.#send('usageEvent', this.#usage.heard(seconds));
  }

  /** What is about to be spoken. */
  plannedText(text: string): void {
    this.#text('ASSISTANT', 'SPECULATIVE', text, 'PARTIAL_TURN');
  }

  /** What was spoken. */
  spokenText(text: string, stopReason: StopReason): void {
    this.#text('ASSISTANT', 'FINAL', text, stopReason);
  }

  interruption(): void {
    this.#text('ASSISTANT', 'FINAL', INTERRUPTION, 'INTERRUPTED');
  }

  /** Opens a content of speech at the prompt's output rate. */
  startAudio(): AudioOutput {
    const contentId = this.#startContent('AUDIO', 'ASSISTANT', {
      audioOutputConfiguration: {
        mediaType: 'audio/lpcm',
        sampleRateHertz: this.#prompt.outputRateHz,
        sampleSizeBits: 16,
        channelCount: 1,
        encoding: 'base64',
      },
    });
    let samples = 0;
    return {
      chunk: (pcm) => {
        samples += pcm.length;
        this.#send('audioOutput', { contentId, role: 'ASSISTANT', content: toBase64(pcm) });
      },
      end: (stopReason) => {
        this.#endContent(contentId, 'AUDIO', stopReason);
        this.#send('usageEvent', this.#usage.spoke(samples / this.#prompt.outputRateHz));
      },
    };
  }

  /** @returns the toolUseId by which the result is to come */
  toolUse(toolName: string, input: object): string {
    const contentId = this.#startContent('TOOL', 'TOOL', {
      toolUseOutputConfiguration: { mediaType: 'application/json' },
    });
    const toolUseId = randomUUID();
    const content = JSON.stringify(input);
    this.#send('toolUse', { contentId, role: 'TOOL', toolName, toolUseId, content });
    this.#endContent(contentId, 'TOOL', 'TOOL_USE');
    return toolUseId;
  }

  completed(): void {
    this.#send('completionEnd', { stopReason: 'END_TURN' });
  }

  #text(role: string, generationStage: string, text: string, stopReason: StopReason): void {
    const contentId = this.#startContent('TEXT', role, {
      additionalModelFields: JSON.stringify({ generationStage }),
      textOutputConfiguration: { mediaType: 'text/plain' },
    });
    this.#send('textOutput', { contentId, role, content: text });
    this.#endContent(contentId, 'TEXT', stopReason);
  }

  #startContent(type: string, role: string, fields: object): string {
    const contentId = randomUUID();
    this.#send('contentStart', { contentId, type, role, ...fields });
    return contentId;
  }

  #endContent(contentId: string, type: string, stopReason: StopReason): void {
    this.#send('contentEnd', { contentId, type, stopReason });
  }

  #send(name: string, fields: object): void {
    this.#connection.send({ [name]: { ...this.#ids, ...fields } });
  }
}

/** One content of speech. */
export interface AudioOutput {
  chunk(pcm: Int16Array): void;
  end(stopReason: StopReason): void;
}

function toBase64(pcm: Int16Array): string {
  return Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64');
}
