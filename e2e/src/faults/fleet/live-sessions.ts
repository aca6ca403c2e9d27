import type { ModelConnection, SpeechModel } from '@patchbay/local-cloud';

/** A session of the speech model that is open. */
export interface LiveSession {
  /** As the scripted model names it in its words. */
  readonly number: number;
  /** Whether a reply is on its way out. */
  readonly isSpeaking: boolean;
  /** Ends it by an exception, as Bedrock does. */
  cut(exception: string): void;
}

/** Knows the sessions of the speech model that are open, and cuts them when it is told to. */
export class LiveSessions {
  readonly #open = new Set<LiveSession>();
  #opened = 0;

  /** How many were opened so far. */
  get opened(): number {
    return this.#opened;
  }

  get all(): readonly LiveSession[] {
    return [...this.#open];
  }

  readonly tap = (model: SpeechModel): SpeechModel => ({
    open: (connection) => {
      const session = new WatchedSession(++this.#opened, connection, () =>
        this.#open.delete(session),
      );
      this.#open.add(session);
      const opened = model.open(session.connection);
      session.close = () => opened.close();
      return {
        receive: (event) => opened.receive(event),
        close: () => {
          this.#open.delete(session);
          opened.close();
        },
      };
    },
  });
}

class WatchedSession implements LiveSession {
  readonly number: number;
  readonly connection: ModelConnection;
  isSpeaking = false;
  /** Stops the model's own work. */
  close: () => void = () => undefined;
  readonly #client: ModelConnection;
  readonly #onEnd: () => void;

  constructor(number: number, client: ModelConnection, onEnd: () => void) {
    this.number = number;
    this.#client = client;
    this.#onEnd = onEnd;
    this.connection = {
      modelId: client.modelId,
      send: (event) => {
        if (event['audioOutput']) this.isSpeaking = true;
        if (event['contentEnd']?.['stopReason'] === 'END_TURN') this.isSpeaking = false;
        client.send(event);
      },
      fail: (exception, message) => {
        onEnd();
        client.fail(exception, message);
      },
      end: () => {
        onEnd();
        client.end();
      },
    };
  }

  cut(exception: string): void {
    this.close();
    this.#onEnd();
    this.#client.fail(exception, 'Cut by a fault.');
  }
}
