import { Endpointer, joined, type VoiceActivity } from '@patchbay/audio';
import { EchoDetector } from './echo-detector';
import { below, power, powerOf } from './loudness';

/** Speech over a reply counts from this length on: a cough, an echo's edge or an "mhm" is shorter. */
const BARGE_IN_MS = 300;

/** An echo comes back after its sound; the gate stays up for so long after the bot's last. */
const GUARD_TAIL_MS = 500;

/** Sound before the detected start that belongs to the first word. */
const ONSET_MS = 120;

/** Until the caller has spoken, anything louder may be the caller. */
const FAINTEST_CALLER = powerOf(-45);

/** Less than a single bit in a frame: only silence is fainter. */
const FAINTEST_SOUND = powerOf(-120);

/** The television is further from the telephone than the caller is. */
const BACKGROUND_BELOW_CALLER_DB = 14;

/** A block: some 30 s of speech halve what was learned. */
const FORGETTING = 0.9985;

/** Under this the bot's track is silent. */
const PLAYED_FLOOR = powerOf(-60);

const SAMPLES_PER_MS = 8;

/** What is withheld until it is known whether the caller speaks. */
const WITHHELD_SAMPLES = (BARGE_IN_MS + ONSET_MS) * SAMPLES_PER_MS;

/** Silence under the bot's words is in no hurry: so much of it goes in one event to the model. */
const RELEASED_AT_ONCE_SAMPLES = 250 * SAMPLES_PER_MS;

/** A stretch of a call: what came from the caller, and what the caller was played meanwhile. */
export interface HeardStretch {
  readonly pcm: Int16Array;
  readonly echo?: Int16Array;
}

export interface GatedStretch {
  /** What the model should hear: the caller alone. */
  readonly pcm: Int16Array;
  /** The caller began to speak over the bot. */
  readonly bargedIn: boolean;
  /** The caller is speaking, as far as can be told. */
  readonly speaking: boolean;
}

/**
 * Keeps from the model what is not the caller while the bot speaks: its own echo on a
 * speakerphone, a television in the background, a cough. Sound that turns out to be the caller is
 * handed on from its beginning; the rest as silence of the same length. While the bot is silent
 * everything passes as it is. No sample is lost or added, some come a little later.
 */
export class CallerGate {
  readonly #overBot: Listener;
  readonly #alone: Listener;
  readonly #echo = new EchoDetector();
  #guardedForMs = 0;
  #callerPower = 0;
  /** The newest stretches of a guarded line: they may be the beginning of the caller's words. */
  #withheld: Int16Array[] = [];

  /** Each detector hears a stream of its own. */
  constructor(voices: { readonly overBot: VoiceActivity; readonly alone: VoiceActivity }) {
    this.#overBot = new Listener(withoutHangover(voices.overBot, FAINTEST_CALLER), BARGE_IN_MS);
    this.#alone = new Listener(withoutHangover(voices.alone, FAINTEST_SOUND));
  }

  push({ pcm, echo }: HeardStretch): GatedStretch {
    const isPlaying = echo !== undefined && power(echo) > PLAYED_FLOOR;
    const leftMs = this.#guardedForMs - pcm.length / SAMPLES_PER_MS;
    this.#guardedForMs = isPlaying ? GUARD_TAIL_MS : Math.max(0, leftMs);
    return this.#guardedForMs > 0 && echo ? this.#guard(pcm, echo) : this.#pass(pcm);
  }

  /** The bot is silent: every sound may be the caller. */
  #pass(pcm: Int16Array): GatedStretch {
    const sound = this.#withheld.length === 0 ? pcm : joined([...this.#handOn(), pcm]);
    this.#overBot.push(pcm);
    this.#alone.push(sound);
    if (this.#alone.isSpeech) this.#learn(power(pcm));
    return { pcm: sound, bargedIn: false, speaking: this.#isSpeaking };
  }

  /** The bot speaks: only what is clearly the caller passes. */
  #guard(pcm: Int16Array, played: Int16Array): GatedStretch {
    const kind = this.#judge(pcm, played);
    const silence = new Int16Array(pcm.length);
    const wasSpeaking = this.#isSpeaking;
    this.#alone.push(silence);
    this.#overBot.push(kind === 'caller' ? pcm : silence);
    // Soft stretches within words are the caller's too, once there are words.
    this.#withheld.push(kind === 'echo' ? silence : pcm);
    const speaking = this.#isSpeaking;
    const sound = speaking ? joined(this.#handOn()) : this.#release();
    return { pcm: sound, bargedIn: speaking && !wasSpeaking, speaking };
  }

  get #isSpeaking(): boolean {
    return this.#overBot.isSpeech || this.#alone.isSpeech;
  }

  /** All that is withheld: the beginning of the caller's words, and silence before it. */
  #handOn(): Int16Array[] {
    return [this.#outdated(), ...this.#withheld.splice(0)];
  }

  /** Silence, when there is enough of it. */
  #release(): Int16Array {
    const isEnough = samplesIn(this.#withheld) >= WITHHELD_SAMPLES + RELEASED_AT_ONCE_SAMPLES;
    return isEnough ? this.#outdated() : new Int16Array(0);
  }

  /** Silence for what is too old to be the beginning of a word. */
  #outdated(): Int16Array {
    const before = samplesIn(this.#withheld);
    let kept = before;
    while (kept > WITHHELD_SAMPLES) kept -= this.#withheld.shift()?.length ?? 0;
    return new Int16Array(before - kept);
  }

  #judge(pcm: Int16Array, played: Int16Array): 'caller' | 'echo' | 'background' {
    const loudness = power(pcm);
    const background = below(this.#callerPower, BACKGROUND_BELOW_CALLER_DB);
    if (loudness >= Math.max(FAINTEST_CALLER, background)) {
      return this.#echo.isEcho(pcm, played) ? 'echo' : 'caller';
    }
    this.#echo.hear(played);
    return 'background';
  }

  /** How loud this caller's loud moments are; they are forgotten slowly. */
  #learn(loudness: number): void {
    this.#callerPower = Math.max(loudness, this.#callerPower * FORGETTING);
  }
}

/** Whether somebody speaks in a stream, as of its last sample. */
class Listener {
  readonly #endpointer: Endpointer;
  isSpeech = false;

  constructor(voice: VoiceActivity, minimumSpeechMs?: number) {
    this.#endpointer = new Endpointer(voice, minimumSpeechMs ? { minimumSpeechMs } : {});
  }

  push(pcm: Int16Array): void {
    for (const { type } of this.#endpointer.push(pcm)) this.isSpeech = type === 'speech-started';
  }
}

/**
 * A detector calls the quiet after a voice a voice for a while. A short murmur must stay short, and the
 * silence that stands for what is withheld must not make a voice of a noise before it.
 * @param faintest power under which nothing is a voice
 */
function withoutHangover(voice: VoiceActivity, faintest: number): VoiceActivity {
  return {
    isSpeech: (frame) => voice.isSpeech(frame) && power(frame) >= faintest,
    close: () => voice.close(),
  };
}

const samplesIn = (stretches: readonly Int16Array[]) =>
  stretches.reduce((sum, stretch) => sum + stretch.length, 0);
