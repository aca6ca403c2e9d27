import { errorName } from '@patchbay/platform';
import type { Answerer, CreateAnswerer } from './answering/answerer';
import { InputProtocol } from './protocol/input-protocol';
import type { ModelInput, Prompt } from './protocol/model-input';
import { OutputEvents } from './protocol/output-events';
import { ProtocolViolation } from './protocol/protocol-violation';
import { LimitWatch, type SessionLimits, type WantedFailure } from './session-limits';
import type { ModelConnection, ModelSession, NovaEvent } from './speech-model';

type Takers = {
  [Type in ModelInput['type']]: (input: Extract<ModelInput, { type: Type }>) => void;
};

/** One session in Nova Sonic's protocol; what is heard goes to an {@link Answerer}. */
export class NovaSession implements ModelSession {
  readonly #connection: ModelConnection;
  readonly #createAnswerer: CreateAnswerer;
  readonly #protocol = new InputProtocol();
  readonly #limits: LimitWatch;
  #output: OutputEvents | undefined;
  #answerer: Answerer | undefined;
  #over = false;

  constructor(
    connection: ModelConnection,
    createAnswerer: CreateAnswerer,
    limits: SessionLimits & { readonly failure?: WantedFailure | undefined },
  ) {
    this.#connection = connection;
    this.#createAnswerer = createAnswerer;
    this.#limits = new LimitWatch(limits, (exception, message) => this.#fail(exception, message));
  }

  receive(event: NovaEvent): void {
    if (this.#over) return;
    try {
      const input = this.#protocol.read(event);
      if (input) (this.#takers[input.type] as (input: ModelInput) => void)(input);
    } catch (error) {
      this.#failBy(error);
    }
  }

  close(): void {
    this.#over = true;
    this.#limits.stop();
    this.#answerer?.close();
  }

  readonly #takers: Takers = {
    opened: ({ prompt }) => this.#open(prompt),
    audio: ({ pcm }) => {
      this.#limits.heard();
      this.#answerer?.hear(pcm);
    },
    text: ({ text }) => {
      this.#limits.heard();
      this.#answerer?.read(text);
    },
    'tool-result': ({ content }) => {
      this.#limits.heard();
      this.#answerer?.toolAnswered(content);
    },
    ended: () => {
      this.close();
      this.#output?.completed();
      this.#connection.end();
    },
  };

  #open(prompt: Prompt): void {
    const output = new OutputEvents(this.#connection, prompt);
    this.#output = output;
    this.#answerer = this.#createAnswerer({
      prompt,
      output,
      useTool: (name, input) => this.#protocol.toolUsed(output.toolUse(name, input)),
      fail: (error) => this.#failBy(error),
    });
  }

  #failBy(error: unknown): void {
    if (error instanceof ProtocolViolation) this.#fail('validationException', error.message);
    else this.#fail('internalServerException', `The local model failed: ${errorName(error)}.`);
  }

  #fail(exception: string, message: string): void {
    if (this.#over) return;
    this.close();
    this.#connection.fail(exception, message);
  }
}
