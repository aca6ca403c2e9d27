import type { LiveSession, LiveSessions, Moment } from '../fleet/live-sessions';

/**
 * From the moment to the cut. A reply is sent within 1.2 s and heard from half of that on; a tool
 * takes 0.1 s, and a model that has heard the caller's words 0.2 s to its answer.
 */
const DELAYS_MS: Readonly<Record<Moment, readonly number[]>> = {
  heard: [0, 50, 120],
  'tool-asked': [0, 30, 60],
  'tool-answered': [0, 60, 200],
  speaks: [900, 100, 1050, 0, 750, 400],
};

/** Turn by turn: where sessions are cut in turns without and with a tool. */
const PLAIN: readonly Moment[] = ['speaks', 'heard', 'speaks', 'speaks'];
const WITH_TOOL: readonly Moment[] = ['tool-asked', 'tool-answered', 'speaks'];

/**
 * Ends each session by an exception in the first turn that it has heard itself, each at another
 * moment. The one that takes up the turn is let finish it, and is cut in the next.
 */
export class SessionCutter {
  readonly #limit: number;
  readonly #aims = new Map<LiveSession, Moment>();
  readonly #aimed = { heard: 0, 'tool-asked': 0, 'tool-answered': 0, speaks: 0 };
  #turns = 0;
  #toolTurns = 0;
  #cuts = 0;
  /** How many were cut, by the moment. */
  readonly moments: Partial<Record<Moment, number>> = {};

  /** @param limit so many cuts at most */
  constructor(sessions: LiveSessions, limit: number) {
    this.#limit = limit;
    sessions.onMoment = (session, moment) => this.#reached(session, moment);
  }

  get cuts(): number {
    return this.#cuts;
  }

  #reached(session: LiveSession, moment: Moment): void {
    if (moment === 'heard') this.#aims.set(session, pick(PLAIN, this.#turns++));
    if (moment === 'tool-asked') this.#aims.set(session, pick(WITH_TOOL, this.#toolTurns++));
    if (this.#aims.get(session) !== moment) return;
    const before = this.#aimed[moment]++;
    setTimeout(() => this.#cut(session, moment), pick(DELAYS_MS[moment], before));
  }

  #cut(session: LiveSession, moment: Moment): void {
    const isOver = !session.isOpen || (moment === 'speaks' && !session.isSpeaking);
    if (isOver || this.#cuts >= this.#limit) return;
    this.#cuts += 1;
    this.moments[moment] = (this.moments[moment] ?? 0) + 1;
    session.cut('modelStreamErrorException');
  }
}

const pick = <T>(values: readonly T[], index: number) => values[index % values.length] as T;
