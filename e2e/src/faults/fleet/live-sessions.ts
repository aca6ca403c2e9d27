import type { ModelConnection, NovaEvent, SpeechModel } from '@patchbay/local-cloud';

/** Where a session is in a turn whose words it has heard itself. */
export type Moment = 'heard' | 'tool-asked' | 'tool-answered' | 'speaks';

/** A session of the speech model that is open. */
export interface LiveSession {
  /** As the scripted model names it in its words. */
  readonly number: number;
  readonly isOpen: boolean;
  /** Whether a reply is on its way out. */
  readonly isSpeaking: boolean;
  /** Ends it by an exception, as Bedrock does. */
  cut(exception: string): void;
}

/** Knows the sessions of the speech model that are open, and cuts them when it is told to. */
export class LiveSessions {
  readonly #open = new Set<LiveSession>();
  #opened = 0;
  /** Told whenever a session gets to a moment of a turn. */
  onMoment: (session: LiveSession, moment: Moment) => void = () => undefined;

  get all(): readonly LiveSession[] {
    return [...this.#open];
  }

  readonly tap = (model: SpeechModel): SpeechModel => ({
    open: (connection) => {
      const session: WatchedSession = new WatchedSession(++this.#opened, connection, {
        ended: () => {
          session.isOpen = false;
          this.#open.delete(session);
        },
        reached: (moment) => this.onMoment(session, moment),
      });
      this.#open.add(session);
      const opened = model.open(session.connection);
      session.close = () => opened.close();
      return {
        receive: (event) => {
          if (event['toolResult']) session.reached('tool-answered');
          opened.receive(event);
        },
        close: () => {
          session.isOpen = false;
          this.#open.delete(session);
          opened.close();
        },
      };
    },
  });
}

interface Watcher {
  ended(): void;
  reached(moment: Moment): void;
}

class WatchedSession implements LiveSession {
  readonly number: number;
  readonly connection: ModelConnection;
  isOpen = true;
  isSpeaking = false;
  /** It has heard the words of this turn itself, and has not answered them to the end. */
  #isInTurn = false;
  /** Stops the model's own work. */
  close: () => void = () => undefined;
  readonly #client: ModelConnection;
  readonly #watcher: Watcher;

  constructor(number: number, client: ModelConnection, watcher: Watcher) {
    this.number = number;
    this.#client = client;
    this.#watcher = watcher;
    this.connection = {
      modelId: client.modelId,
      send: (event) => {
        client.send(event);
        this.#sent(event);
      },
      fail: (exception, message) => {
        watcher.ended();
        client.fail(exception, message);
      },
      end: () => {
        watcher.ended();
        client.end();
      },
    };
  }

  reached(moment: Moment): void {
    if (this.#isInTurn) this.#watcher.reached(moment);
  }

  #sent(event: NovaEvent): void {
    if (event['textOutput']?.['role'] === 'USER') {
      this.#isInTurn = true;
      this.reached('heard');
    }
    if (event['toolUse']) this.reached('tool-asked');
    if (event['audioOutput'] && !this.isSpeaking) {
      this.isSpeaking = true;
      this.reached('speaks');
    }
    if (event['contentEnd']?.['stopReason'] === 'END_TURN') {
      this.isSpeaking = this.#isInTurn = false;
    }
  }

  cut(exception: string): void {
    this.close();
    this.#watcher.ended();
    this.#client.fail(exception, 'Cut by a fault.');
  }
}
