import {
  Endpointer,
  type EndpointEvent,
  type Resampler,
  type VoiceActivity,
} from '@patchbay/audio';
import { MARGIN_SAMPLES, withoutBackground } from './foreground';
import { RecentSound } from './recent-sound';

const RATE_HZ = 8000;
const SAMPLES_PER_MS = RATE_HZ / 1000;

/** Given to the recogniser from before the voice begins: a soft consonant is not yet voice. */
const LEAD_SAMPLES = 200 * SAMPLES_PER_MS;
/** And from behind its end. Much more quiet, and short words before it are taken for a noise. */
const TRAIL_SAMPLES = 200 * SAMPLES_PER_MS;
/** Longer than the lead and what it takes to find that an utterance has begun. */
const KEPT_SAMPLES = 1500 * SAMPLES_PER_MS;

/** Quiet after which the caller has finished, as the client asked for it. */
const HANGOVER_MS = { HIGH: 350, MEDIUM: 500, LOW: 650 } as const;

export interface Utterance {
  /** Of voice, without the quiet that ended it. */
  readonly durationMs: number;
  /** How long the caller has been quiet by now. */
  readonly quietMs: number;
}

/** What an ear tells of. */
export interface EarListener {
  /** Sound of an utterance, PCM16 mono at 8 kHz, as it comes. */
  utteranceSound(pcm: Int16Array): void;
  utteranceEnded(utterance: Utterance): void;
  /** The caller has been speaking for `bargeInMs`. */
  bargedIn(): void;
}

/** Hears where the caller speaks. */
export interface Ear {
  /** Whether the caller is speaking just now, for long enough to interrupt. */
  readonly isCallerSpeaking: boolean;
  /** PCM16 mono at the rate of the caller's audio. */
  hear(sound: Int16Array): void;
  close(): void;
}

export interface EarOptions {
  /** From the rate of the caller's audio to 8 kHz. */
  readonly resampler: Resampler;
  readonly createVoiceActivity: () => VoiceActivity;
  readonly endpointingSensitivity: 'HIGH' | 'MEDIUM' | 'LOW';
  /** So much of the caller's voice interrupts the model. */
  readonly bargeInMs: number;
}

/** An ear by voice activity. Samples are its only time, so the sound may come at any speed. */
export class CallerEar implements Ear {
  readonly #listener: EarListener;
  readonly #resampler: Resampler;
  readonly #voices: readonly VoiceActivity[];
  readonly #utterances: Endpointer;
  readonly #bargeIns: Endpointer;
  /** How far passing on stays behind, so that it never runs past the trail. */
  readonly #lagSamples: number;
  readonly #recent = new RecentSound(KEPT_SAMPLES);
  /** Up to where the utterance under way was passed on; undefined in quiet. */
  #passedOn: number | undefined;
  #speaking = false;

  constructor(options: EarOptions, listener: EarListener) {
    this.#listener = listener;
    this.#resampler = options.resampler;
    const hangoverMs = HANGOVER_MS[options.endpointingSensitivity];
    this.#lagSamples = hangoverMs * SAMPLES_PER_MS - TRAIL_SAMPLES;
    const [first, second] = [options.createVoiceActivity(), options.createVoiceActivity()];
    this.#voices = [first, second];
    this.#utterances = new Endpointer(first, { hangoverMs });
    this.#bargeIns = new Endpointer(second, { minimumSpeechMs: options.bargeInMs, hangoverMs });
  }

  get isCallerSpeaking(): boolean {
    return this.#speaking;
  }

  hear(sound: Int16Array): void {
    const pcm = this.#resampler.push(sound);
    this.#recent.push(pcm);
    for (const { type } of this.#bargeIns.push(pcm)) {
      this.#speaking = type === 'speech-started';
      if (this.#speaking) this.#listener.bargedIn();
    }
    for (const event of this.#utterances.push(pcm)) this.#heard(event);
    this.#passOn(this.#recent.end - this.#lagSamples);
  }

  close(): void {
    this.#resampler.close();
    for (const voice of this.#voices) voice.close();
  }

  #heard(event: EndpointEvent): void {
    if (event.type === 'speech-started') {
      this.#passedOn = Math.max(0, event.startSample - LEAD_SAMPLES);
      return;
    }
    this.#passOn(event.endSample + TRAIL_SAMPLES);
    this.#passedOn = undefined;
    this.#listener.utteranceEnded({
      durationMs: (event.endSample - event.startSample) / SAMPLES_PER_MS,
      quietMs: (this.#recent.end - event.endSample) / SAMPLES_PER_MS,
    });
  }

  #passOn(end: number): void {
    if (this.#passedOn === undefined || end <= this.#passedOn) return;
    const around = this.#recent.between(this.#passedOn - MARGIN_SAMPLES, end + MARGIN_SAMPLES);
    this.#listener.utteranceSound(withoutBackground(around));
    this.#passedOn = end;
  }
}
