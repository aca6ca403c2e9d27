/** A question that is answered by keys. */
export interface KeysQuestion {
  readonly say: string;
  readonly maxDigits: number;
  readonly timeoutS: number;
}

/** Asks the caller for keys; empty when none were pressed, or the call ended first. */
export type AskKeys = (question: KeysQuestion) => Promise<string>;

/** Keys that a tool is waiting for. They go to whoever asked, and nowhere else: no log, no event. */
export class Keypad {
  #waiting: ((keys: string) => void) | undefined;

  /** The keys that the caller presses next. */
  keys(): Promise<string> {
    this.#waiting?.('');
    return new Promise((resolve) => (this.#waiting = resolve));
  }

  /** The flow came back from asking for keys; or the call is over, and there are none. */
  pressed(keys: string): void {
    this.#waiting?.(keys);
    this.#waiting = undefined;
  }
}
