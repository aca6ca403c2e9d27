/** 10 ms at 8 kHz: the grain in which sound is measured. */
export const FRAME_SAMPLES = 80;

/** A dip is judged over 50 ms, or the trough between two pitch pulses would pass for one. */
const DIP_REACH_FRAMES = 2;

/** How long a part may be, in frames from its first sound. */
export interface PartFrames {
  /** No cut before this. */
  readonly earliest: number;
  /** From then on, this much quiet in a row is a pause. */
  readonly pause: number;
  /** Without a pause until here, the quietest place there was must do. */
  readonly latest: number;
}

/** The search for the end of one part, frame after frame. */
export class PartScan {
  readonly #limits: PartFrames;
  /** Mean squares of the frames seen. */
  readonly #levels: number[] = [];
  #onset: number | undefined;
  #quietFrames = 0;

  constructor(limits: PartFrames) {
    this.#limits = limits;
  }

  get framesSeen(): number {
    return this.#levels.length;
  }

  /**
   * Takes the next frame. Quiet ahead of the first sound does not count as length.
   * @returns the frame in which to cut, once that is known.
   */
  next(level: number, isQuiet: boolean): number | undefined {
    this.#levels.push(level);
    this.#quietFrames = isQuiet ? this.#quietFrames + 1 : 0;
    if (!isQuiet) this.#onset ??= this.#levels.length - 1;
    const first = (this.#onset ?? 0) + this.#limits.earliest;
    const length = this.#levels.length - (this.#onset ?? 0);
    if (length >= this.#limits.latest) return this.#quietestFrom(first);
    if (this.#onset === undefined || length <= this.#limits.earliest) return undefined;
    if (this.#quietFrames < this.#limits.pause) return undefined;
    return this.#quietestFrom(Math.max(first, this.#levels.length - this.#quietFrames));
  }

  #quietestFrom(first: number): number {
    let quietest = first;
    for (let frame = first + 1; frame < this.#levels.length; frame += 1) {
      if (this.#levelAround(frame) < this.#levelAround(quietest)) quietest = frame;
    }
    return quietest;
  }

  #levelAround(frame: number): number {
    const around = this.#levels.slice(
      Math.max(0, frame - DIP_REACH_FRAMES),
      frame + DIP_REACH_FRAMES + 1,
    );
    return around.reduce((sum, level) => sum + level, 0) / around.length;
  }
}
