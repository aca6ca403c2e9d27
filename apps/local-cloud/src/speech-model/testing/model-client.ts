import { sleep } from '@patchbay/platform';
import type { ModelConnection, ModelSession, NovaEvent, SpeechModel } from '../speech-model';
import { audioInput } from './client-events';

type Fields = Readonly<Record<string, unknown>>;

/** The client's side of one session, without a wire: sends events, keeps what comes back. */
export class ModelClient implements ModelConnection {
  readonly modelId = 'amazon.nova-2-sonic-v1:0';
  readonly received: NovaEvent[] = [];
  readonly session: ModelSession;
  /** How the stream ended: `clean`, or the exception and its message. */
  ended: string | undefined;

  constructor(model: SpeechModel) {
    this.session = model.open(this);
  }

  /** Only the receiving end, for parts of a model. */
  static withoutModel(): ModelClient {
    return new ModelClient({
      open: () => ({ receive: () => undefined, close: () => undefined }),
    });
  }

  send(event: NovaEvent): void {
    this.received.push(structuredClone(event));
  }

  fail(exception: string, message: string): void {
    this.ended ??= `${exception}: ${message}`;
  }

  end(): void {
    this.ended ??= 'clean';
  }

  give(...events: readonly NovaEvent[]): void {
    for (const event of events) this.session.receive(event);
  }

  /** Speech (PCM16 mono at 16 kHz) and a second of silence behind it, in pieces of 64 ms. */
  say(pcm: Int16Array): void {
    const sound = new Int16Array(pcm.length + 16_000);
    sound.set(pcm);
    for (let at = 0; at < sound.length; at += 1024) {
      this.give(audioInput(sound.subarray(at, at + 1024)));
    }
  }

  /** The fields of all events of this name. */
  all(name: string): Fields[] {
    return this.received.map((event) => event[name]).filter((fields) => fields !== undefined);
  }

  /** Resolves with the `count`-th event of this name, as soon as it is there. */
  async nth(name: string, count = 1): Promise<Fields> {
    for (;;) {
      const found = this.all(name)[count - 1];
      if (found) return found;
      await this.#later();
    }
  }

  /** Resolves once `count` contents of this kind have ended in this way. */
  async ends(type: string, stopReason: string, count = 1): Promise<void> {
    const ended = () =>
      this.all('contentEnd').filter(
        (content) => content['type'] === type && content['stopReason'] === stopReason,
      );
    while (ended().length < count) await this.#later();
  }

  /** Fails when nothing more can come. */
  async #later(): Promise<void> {
    if (this.ended) throw new Error(`The stream has ended: ${this.ended}`);
    await sleep(5);
  }

  /** The story so far: who said or did what, sound in one piece. */
  story(): string[] {
    const starts = new Map(this.all('contentStart').map((start) => [start['contentId'], start]));
    return this.received.flatMap((event) => {
      const [[name = '', fields = {}] = []] = Object.entries(event);
      if (name === 'textOutput') return `${stageOf(starts, fields)} ${String(fields['content'])}`;
      if (name === 'toolUse')
        return `TOOL ${String(fields['toolName'])} ${String(fields['content'])}`;
      if (name !== 'contentEnd' || fields['type'] === 'TEXT') return [];
      return `${String(fields['type'])} ${String(fields['stopReason'])}`;
    });
  }
}

function stageOf(starts: Map<unknown, Fields>, { contentId }: Fields): string {
  const { role, additionalModelFields } = starts.get(contentId) ?? {};
  const { generationStage } = JSON.parse(String(additionalModelFields)) as Record<string, string>;
  return `${String(role)} ${generationStage}`;
}
