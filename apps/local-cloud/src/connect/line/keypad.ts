/** Amazon Connect keeps at most this many keys pressed ahead (guide, "Touchtone buffering"). */
const BUFFER_LIMIT = 30;

/** The caller's keys as the flow gets them: at once, from the touchtone buffer, or never. */
export class Keypad {
  #buffering = false;
  #buffer: string[] = [];
  #waiting: ((key: string) => void) | undefined;

  /** Keeps keys that no input block waits for, from now on; without it they are lost. */
  startBuffering(): void {
    this.#buffering = true;
  }

  /** Forgets what was pressed ahead and keeps nothing more. */
  stopAndClear(): void {
    this.#buffering = false;
    this.#buffer = [];
  }

  press(key: string): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) waiting(key);
    else if (this.#buffering && this.#buffer.length < BUFFER_LIMIT) this.#buffer.push(key);
  }

  /** The oldest key that was pressed ahead. */
  takeAhead(): string | undefined {
    return this.#buffer.shift();
  }

  /** The next key, oldest first; undefined once `giveUp` settles. */
  async next(giveUp: Promise<unknown>): Promise<string | undefined> {
    const pressedAhead = this.takeAhead();
    if (pressedAhead !== undefined) return pressedAhead;
    const key = new Promise<string>((resolve) => (this.#waiting = resolve));
    try {
      return await Promise.race([key, giveUp.then(() => undefined)]);
    } finally {
      this.#waiting = undefined;
    }
  }
}
