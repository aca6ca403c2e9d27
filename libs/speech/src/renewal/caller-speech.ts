const FRAME_MS = 20;
/** Between a telephone line's noise and a quiet voice: about −38 dBFS. */
const VOICE_LEVEL = 400;
/** Longer than a click. */
const SHORTEST_SPEECH_FRAMES = 3;
/** Longer than the pauses between words. */
const PAUSE_FRAMES = 25;
/** Nobody talks for so long without the model's having understood a word: it is a noise. */
const LONGEST_SPEECH_MS = 30_000;
/** Speech that the model has made nothing of for so long will not be answered: a cough. */
const PATIENCE_MS = 10_000;
/** A voice is there before its level is. */
const ONSET_MS = 200;
/** Any model takes what lies further apart for two utterances, and tells their words one by one. */
const SEPARATE_AFTER_MS = 2000;
/** Sound comes in fragments of a second; what is later than that was waiting. */
const BACKLOG_LAG_MS = 1500;

/** Speech that has ended, in samples from the start. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** When its end came, in milliseconds. */
  readonly cameAtMs: number;
  /** By how much it was later than sound that comes as it is spoken, on a scale of its own. */
  readonly lagMs: number;
}

/**
 * Which stretch of the caller's audio the model has not understood yet, so that another session
 * must hear it if this one is lost. It goes by level alone: it need not tell a voice from a noise,
 * only keep what may be speech. Positions count samples from the start.
 *
 * Sound comes as fast as it is spoken, but for a backlog: then several utterances are there before
 * the model has told the words of the first, and each is understood by itself. A backlog shows by
 * sound that comes faster; one that is known ahead need not, as on a machine that is busy with it.
 */
export class CallerSpeech {
  readonly #samplesPerMs: number;
  readonly #frameSamples: number;
  readonly #backlogSamples: number;
  #position = 0;
  #frame = { samples: 0, energy: 0 };
  #loudFrames = 0;
  #quietFrames = 0;
  /** Where the speech began that goes on now. */
  #speakingFrom: number | undefined;
  /** Speech that has ended and was not understood yet, oldest first. */
  #ended: Stretch[] = [];
  #nowMs = 0;
  /** That of sound which comes as it is spoken. */
  #leastLagMs = Infinity;

  /** @param backlogMs so much of the sound was there before anybody heard it */
  constructor(sampleRateHz: number, backlogMs = 0) {
    this.#samplesPerMs = sampleRateHz / 1000;
    this.#frameSamples = FRAME_MS * this.#samplesPerMs;
    this.#backlogSamples = backlogMs * this.#samplesPerMs;
  }

  /** @param nowMs when it came, by a monotonic clock */
  push(pcm: Int16Array, nowMs: number): void {
    this.#nowMs = nowMs;
    for (const sample of pcm) {
      this.#frame.energy += sample * sample;
      this.#frame.samples += 1;
      if (this.#frame.samples === this.#frameSamples) this.#closeFrame();
    }
    this.#leastLagMs = Math.min(this.#leastLagMs, this.#lagMs);
  }

  get isSpeaking(): boolean {
    return (
      this.#speakingFrom !== undefined && !this.#isOlder(this.#speakingFrom, LONGEST_SPEECH_MS)
    );
  }

  /** The newest sound is loud, though too short as yet to be speech. */
  get mayBegin(): boolean {
    return this.#loudFrames > 0 || this.#isLoud(this.#frame);
  }

  /** Where the oldest speech begins that was not understood; undefined when there is none. */
  get newsFrom(): number | undefined {
    const waiting = this.#ended.find(({ cameAtMs }) => this.#nowMs - cameAtMs <= PATIENCE_MS);
    if (waiting) return waiting.from;
    return this.isSpeaking ? this.#speakingFrom : undefined;
  }

  /** From where on the sound may hold speech that was not understood, with its onset. */
  get neededFrom(): number {
    const newest = this.#position - this.#loudFrames * this.#frameSamples;
    return Math.max(0, (this.newsFrom ?? newest) - ONSET_MS * this.#samplesPerMs);
  }

  /** From {@link neededFrom} to the newest sample, in milliseconds. */
  get notUnderstoodMs(): number {
    return (this.#position + this.#frame.samples - this.neededFrom) / this.#samplesPerMs;
  }

  /**
   * The model has told what the caller said. It does so after the end of the speech: what began
   * after that is something new, and so is what stands behind it in a backlog.
   */
  understood(): void {
    const [told, ...others] = this.#ended;
    if (!told && this.#speakingFrom !== undefined) this.#speakingFrom = this.#position;
    this.#ended = told ? others.filter((other) => this.#isBehind(told, other)) : [];
  }

  /** The model will make nothing of speech that has ended. */
  dismiss(): void {
    this.#ended = [];
  }

  /** What was not understood goes to another ear, which needs its own time for it. */
  startOver(): void {
    const from = this.newsFrom;
    if (from === undefined) return;
    this.#ended = this.#ended
      .filter((stretch) => stretch.from >= from)
      .map((stretch) => ({ ...stretch, cameAtMs: this.#nowMs }));
  }

  /** The first came out of a backlog, and so far before the other that the model cannot mean both. */
  #isBehind(told: Stretch, other: Stretch): boolean {
    const apartMs = (other.from - told.to) / this.#samplesPerMs + PAUSE_FRAMES * FRAME_MS;
    return apartMs >= SEPARATE_AFTER_MS && this.#isOfBacklog(told);
  }

  #isOfBacklog({ to, lagMs }: Stretch): boolean {
    return to <= this.#backlogSamples || lagMs - this.#leastLagMs > BACKLOG_LAG_MS;
  }

  get #lagMs(): number {
    return this.#nowMs - this.#position / this.#samplesPerMs;
  }

  #closeFrame(): void {
    const isLoud = this.#isLoud(this.#frame);
    this.#frame = { samples: 0, energy: 0 };
    this.#position += this.#frameSamples;
    this.#loudFrames = isLoud ? this.#loudFrames + 1 : 0;
    this.#quietFrames = isLoud ? 0 : this.#quietFrames + 1;
    if (this.#speakingFrom !== undefined) this.#endAfterPause(this.#speakingFrom);
    else if (this.#loudFrames >= SHORTEST_SPEECH_FRAMES) {
      this.#speakingFrom = this.#position - this.#loudFrames * this.#frameSamples;
    }
  }

  #endAfterPause(from: number): void {
    if (this.#quietFrames < PAUSE_FRAMES) return;
    const came = { cameAtMs: this.#nowMs, lagMs: this.#lagMs };
    this.#ended.push({ from, to: this.#position, ...came });
    this.#speakingFrom = undefined;
  }

  #isLoud({ energy, samples }: { readonly energy: number; readonly samples: number }): boolean {
    return energy >= samples * VOICE_LEVEL * VOICE_LEVEL && samples > 0;
  }

  #isOlder(position: number, ms: number): boolean {
    return this.#position - position > ms * this.#samplesPerMs;
  }
}
