import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import createSoundSwallower, { type Decoder, type SoundSwallowerModule } from 'soundswallower';

/** Decoders that wait for their next session; each holds some 30 MB. */
const KEPT_DECODERS = 4;

const DECODER_SETTINGS = {
  samprate: 8000,
  /** Word insertion penalty: with the usual 0.65, short words are heard where there are none. */
  wip: 0.01,
  /** Quiet around the words costs little. */
  silprob: 0.1,
  /** Wider than usual: telephone grammars are small, and a narrow search drops the right words. */
  beam: 1e-80,
  pbeam: 1e-80,
  wbeam: 1e-60,
};

/** Decoders of telephone speech. To make one takes 300 to 450 ms, so they are used again. */
export class DecoderPool {
  readonly #module: SoundSwallowerModule;
  readonly #idle: Decoder[] = [];

  private constructor(module: SoundSwallowerModule) {
    this.#module = module;
  }

  /** Loads the engine, and warms one decoder for the first session. */
  static async create(): Promise<DecoderPool> {
    const packageFile = createRequire(import.meta.url).resolve('soundswallower');
    const engine = {
      modelBase: `${dirname(packageFile)}/model/`,
      print: () => undefined,
      printErr: () => undefined,
    };
    const pool = new DecoderPool(await createSoundSwallower(engine));
    pool.giveBack(await pool.#make());
    return pool;
  }

  /** @throws Error when the grammar cannot be parsed or has words outside the dictionary */
  async take(grammar: string): Promise<Decoder> {
    const decoder = this.#idle.pop() ?? (await this.#make());
    // Forgets the loudness of the last caller's line.
    await decoder.reinitialize_audio();
    try {
      decoder.set_grammar(grammar);
    } catch (error) {
      this.giveBack(decoder);
      throw error;
    }
    return decoder;
  }

  giveBack(decoder: Decoder): void {
    if (this.#idle.length < KEPT_DECODERS) this.#idle.push(decoder);
    else decoder.delete();
  }

  async #make(): Promise<Decoder> {
    const decoder = new this.#module.Decoder(DECODER_SETTINGS);
    await decoder.initialize();
    return decoder;
  }
}
