import type { SpeechEvent } from '../speech-event';
import type { SpeechSession } from '../speech-session';
import { SpeechSessionEndedError } from '../errors';

export interface LegListener {
  told(leg: Leg, event: SpeechEvent): void;
  /** The session is over; `leg` may have been closed before. */
  ended(leg: Leg, error: unknown): void;
}

/** One of the model's sessions, of those that carry a talk one after the other. */
export class Leg {
  readonly session: SpeechSession;
  readonly openedMs: number;
  /** What it told and nobody has taken yet counts no more. */
  isVoid = false;
  /** It has understood or said something, which only a model does that works. */
  hasWorked = false;

  constructor(session: SpeechSession, openedMs: number, listener: LegListener) {
    this.session = session;
    this.openedMs = openedMs;
    void this.#listen(listener);
  }

  /** Never throws: a session that is no longer needed has nobody to tell of its end. */
  async close(): Promise<void> {
    await this.session.close().catch(() => undefined);
  }

  /** To its end, also when it was closed: what it used until then is on the bill. */
  async #listen(listener: LegListener): Promise<void> {
    try {
      for await (const event of this.session.events) listener.told(this, event);
      listener.ended(this, new SpeechSessionEndedError());
    } catch (error) {
      listener.ended(this, error);
    }
  }
}
