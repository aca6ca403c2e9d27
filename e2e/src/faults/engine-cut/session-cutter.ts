import type { LiveSession, LiveSessions, Moment } from '../fleet/live-sessions';

/** After a moment, in milliseconds: replies are sent within 1.3 s, a tool takes 0.3 s. */
const DELAYS_MS = [0, 60, 150, 300, 500, 750, 1000] as const;

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
    const delayMs = pick(DELAYS_MS, this.#turns * 3 + this.#toolTurns);
    setTimeout(() => this.#cut(session, moment), moment === 'heard' ? delayMs / 2 : delayMs);
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
