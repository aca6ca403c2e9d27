import type { VoiceActivity } from './voice-activity';
import { TELEPHONE_RATE_HZ } from './write-wav';

/** Positions count samples from the start of the stream. */
export type EndpointEvent =
  | {
      readonly type: 'speech-started';
      /** Where the voice began; the event comes `minimumSpeechMs` of voice later. */
      readonly startSample: number;
      readonly detectedAtSample: number;
    }
  | {
      readonly type: 'speech-ended';
      readonly startSample: number;
      /** Where the voice ended; the event comes the hangover later. */
      readonly endSample: number;
      readonly detectedAtSample: number;
    };

export interface EndpointerSettings {
  /** Voice that must be heard before it counts: longer than a click, shorter than a "yes". */
  readonly minimumSpeechMs: number;
  /** Quiet after which the caller is taken to have finished: longer than a pause for breath or thought. */
  readonly hangoverMs: number;
}

export const ENDPOINTER_DEFAULTS: EndpointerSettings = { minimumSpeechMs: 120, hangoverMs: 600 };

/** 20 ms: what a telephone sends at a time. */
const FRAME_SAMPLES = 160;

/** Gaps that a consonant makes within a word; more quiet than this and what was heard was a noise. */
const LONGEST_GAP_MS = 100;

/**
 * Finds where the caller begins and ends to speak, in PCM16 mono at 8 kHz. It knows no clock: the
 * samples are the time, so silence put in for lost sound counts as what it lasted. Bit-identical
 * under any chunking. It is as good as its {@link VoiceActivity}: a detector that takes music
 * for a voice never lets an utterance end.
 */
export class Endpointer {
  readonly #voice: VoiceActivity;
  readonly #minimumSamples: number;
  readonly #hangoverSamples: number;
  readonly #frame = new Int16Array(FRAME_SAMPLES);
  #frameLength = 0;
  #position = 0;
  /** What may be or is an utterance; undefined in quiet. */
  #utterance: Utterance | undefined;

  constructor(voice: VoiceActivity, settings: Partial<EndpointerSettings> = {}) {
    const { minimumSpeechMs, hangoverMs } = { ...ENDPOINTER_DEFAULTS, ...settings };
    this.#voice = voice;
    this.#minimumSamples = samplesIn(minimumSpeechMs);
    this.#hangoverSamples = samplesIn(hangoverMs);
  }

  /** What these samples show to have happened. */
  push(pcm: Int16Array): EndpointEvent[] {
    const events: EndpointEvent[] = [];
    for (let offset = 0; offset < pcm.length;) {
      const piece = pcm.subarray(offset, offset + FRAME_SAMPLES - this.#frameLength);
      this.#frame.set(piece, this.#frameLength);
      this.#frameLength += piece.length;
      offset += piece.length;
      if (this.#frameLength === FRAME_SAMPLES) events.push(...this.#next());
    }
    return events;
  }

  /** The stream is over: an utterance that was still going on ends with its last voice. */
  flush(): EndpointEvent[] {
    const utterance = this.#utterance;
    this.#utterance = undefined;
    return utterance?.confirmed ? [this.#ended(utterance)] : [];
  }

  #next(): EndpointEvent[] {
    const start = this.#position;
    this.#position += FRAME_SAMPLES;
    this.#frameLength = 0;
    return this.#voice.isSpeech(this.#frame) ? this.#heardVoice(start) : this.#heardQuiet();
  }

  #heardVoice(startSample: number): EndpointEvent[] {
    const utterance = (this.#utterance ??= newUtterance(startSample));
    utterance.voicedSamples += FRAME_SAMPLES;
    utterance.endSample = this.#position;
    if (utterance.confirmed || utterance.voicedSamples < this.#minimumSamples) return [];
    utterance.confirmed = true;
    const { startSample: start } = utterance;
    return [{ type: 'speech-started', startSample: start, detectedAtSample: this.#position }];
  }

  #heardQuiet(): EndpointEvent[] {
    const utterance = this.#utterance;
    if (!utterance) return [];
    const quiet = this.#position - utterance.endSample;
    const patience = utterance.confirmed ? this.#hangoverSamples : samplesIn(LONGEST_GAP_MS);
    return quiet < patience ? [] : this.flush();
  }

  #ended({ startSample, endSample }: Utterance): EndpointEvent {
    return { type: 'speech-ended', startSample, endSample, detectedAtSample: this.#position };
  }
}

interface Utterance {
  readonly startSample: number;
  /** Behind the last voice. */
  endSample: number;
  voicedSamples: number;
  /** True once enough voice was heard and its start was told. */
  confirmed: boolean;
}

const newUtterance = (startSample: number): Utterance => ({
  startSample,
  endSample: startSample,
  voicedSamples: 0,
  confirmed: false,
});

const samplesIn = (ms: number) => (ms * TELEPHONE_RATE_HZ) / 1000;
