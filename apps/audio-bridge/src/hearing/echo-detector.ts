/** Half the telephone's rate: enough to tell an echo, at a quarter of the work. */
const DECIMATION = 2;

/** Longest way of the bot's sound through a speakerphone and back into the stream. */
const LONGEST_ECHO_MS = 400;
const DELAYS = (LONGEST_ECHO_MS * 8) / DECIMATION;

/**
 * Any two voices look alike at some delay for the length of a vowel: over 256 ms the likeness of
 * unrelated speech stays under 0.8 (99 of 100 stretches), that of an echo is near 1.
 */
const STRETCHES_TO_BE_SURE = 4;
const SURE_LIKENESS = 0.85;

/** At the one delay of an echo that is known, unrelated speech does not look like it. */
const ECHO_LIKENESS = 0.5;

/** What was compared counts less with each new stretch. */
const FADING = 0.9;

/** After so many loud stretches that were no echo the line may have changed. */
const MISSES_UNTIL_UNSURE = 16;

/**
 * Tells whether what came from the caller is the bot's own sound coming back. It first finds the
 * delay at which the line returns what was played, then compares at that delay alone. Stretches
 * are PCM16 at 8 kHz, 64 ms or so.
 */
export class EchoDetector {
  #played = new Float32Array(DELAYS);
  #delay: number | undefined;
  #misses = 0;
  #stretches = 0;
  #energy = 0;
  readonly #products = new Float64Array(DELAYS);
  readonly #playedEnergies = new Float64Array(DELAYS);

  /** Both stretches are of the same moments and the same length. */
  isEcho(heard: Int16Array, played: Int16Array): boolean {
    const stretch = halved(heard);
    const history = this.#remember(halved(played));
    if (this.#delay !== undefined) return this.#isKnownEcho(stretch, history, this.#delay);
    this.#compare(stretch, history);
    this.#delay = this.#stretches < STRETCHES_TO_BE_SURE ? undefined : this.#sureDelay();
    return this.#delay !== undefined;
  }

  /** The bot's sound that may still come back, for stretches in which nobody listens. */
  hear(played: Int16Array): void {
    this.#remember(halved(played));
  }

  #remember(played: Float32Array): Float32Array {
    const history = new Float32Array(DELAYS + played.length);
    history.set(this.#played);
    history.set(played, DELAYS);
    this.#played = history.slice(played.length);
    return history;
  }

  #isKnownEcho(stretch: Float32Array, history: Float32Array, delay: number): boolean {
    const at = DELAYS - delay;
    const energy =
      dot(stretch, stretch, 0) * dot(history.subarray(at), history, at, stretch.length);
    const likeness = Math.abs(dot(stretch, history, at)) / Math.sqrt(energy || 1);
    if (likeness >= ECHO_LIKENESS) this.#misses = 0;
    else if (++this.#misses > MISSES_UNTIL_UNSURE) this.#forget();
    return likeness >= ECHO_LIKENESS;
  }

  /** Adds how the stretch looks like what was played, at every delay. */
  #compare(stretch: Float32Array, history: Float32Array): void {
    this.#stretches += 1;
    this.#energy = this.#energy * FADING + dot(stretch, stretch, 0);
    let playedEnergy = dot(history.subarray(DELAYS), history, DELAYS, stretch.length);
    for (let delay = 0; delay < DELAYS; delay++) {
      const at = DELAYS - delay;
      if (delay > 0) {
        playedEnergy +=
          (history[at] as number) ** 2 - (history[at + stretch.length] as number) ** 2;
      }
      this.#products[delay] =
        (this.#products[delay] as number) * FADING + dot(stretch, history, at);
      this.#playedEnergies[delay] = (this.#playedEnergies[delay] as number) * FADING + playedEnergy;
    }
  }

  #sureDelay(): number | undefined {
    for (let delay = 0; delay < DELAYS; delay++) {
      const energy = this.#energy * (this.#playedEnergies[delay] as number);
      const likeness = Math.abs(this.#products[delay] as number) / Math.sqrt(energy || 1);
      if (likeness >= SURE_LIKENESS) return this.#bestNear(delay);
    }
    return undefined;
  }

  #bestNear(delay: number): number {
    let best = delay;
    for (let near = delay; near < Math.min(DELAYS, delay + 8); near++) {
      const [there, here] = [this.#products[near], this.#products[best]] as [number, number];
      if (Math.abs(there) > Math.abs(here)) best = near;
    }
    return best;
  }

  #forget(): void {
    this.#delay = undefined;
    this.#misses = this.#stretches = this.#energy = 0;
    this.#products.fill(0);
    this.#playedEnergies.fill(0);
  }
}

function halved(pcm: Int16Array): Float32Array {
  const half = new Float32Array(Math.floor(pcm.length / DECIMATION));
  for (let i = 0; i < half.length; i++) {
    half[i] = (pcm[2 * i] as number) + (pcm[2 * i + 1] as number);
  }
  return half;
}

/** Product of `a` with `b` from `at` on. */
function dot(a: Float32Array, b: Float32Array, at: number, length = a.length): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (a[i] as number) * (b[at + i] as number);
  return sum;
}
