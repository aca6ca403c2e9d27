import { speexResamplerFactory } from '@patchbay/resampler-speex';
import { ModelVoice } from './model-voice';
import { aReply, settled, syllables } from './testing/a-reply';

const RATE_HZ = 24000;
/** Of the 200 ms of quiet ahead of the first syllable 30 ms stay, and a sample of the filter's ringing. */
const LEAD = 1600 - 240 - 1;
const resamplers = await speexResamplerFactory();

function prepare() {
  const reply = aReply();
  const resampler = resamplers(RATE_HZ, 8000);
  const voice = new ModelVoice({ parts: reply.parts, sampleRateHz: RATE_HZ, resampler });
  return { ...reply, voice };
}

describe('the model’s own voice', () => {
  test('is cut while it comes, short at first; not a sample is lost', async () => {
    const { voice, handOut, soundOf } = prepare();
    voice.text('A long story.');
    voice.audio(syllables(6, RATE_HZ).subarray(0, 1.6 * RATE_HZ));
    await settled();
    const [first = ''] = handOut();
    expect(soundOf(first).length).toBeLessThan(1.4 * 8000);

    voice.audio(syllables(6, RATE_HZ).subarray(1.6 * RATE_HZ));
    voice.audioEnded();
    await settled();

    const samples = [first, ...handOut()].reduce((sum, key) => sum + soundOf(key).length, 0);
    expect(samples).toBe(6 * 5600 - LEAD);
  });

  test('begins anew after an interruption, with nothing of what was before', async () => {
    const { voice, handOut, soundOf } = prepare();
    voice.text('Old.');
    voice.audio(syllables(1, RATE_HZ));
    voice.interrupted();
    voice.audio(syllables(2, RATE_HZ));
    voice.text('New.');
    voice.audio(syllables(1, RATE_HZ));
    voice.audioEnded();
    voice.replyEnded();
    await settled();

    expect(handOut().map((key) => soundOf(key).length)).toEqual([5600 - LEAD]);
  });

  test('that is cut off keeps what is stored, and begins anew with nothing of the rest', async () => {
    const { voice, handOut, soundOf } = prepare();
    voice.text('Old.');
    voice.audio(syllables(6, RATE_HZ).subarray(0, 1.6 * RATE_HZ));
    await settled();
    voice.cutOff();
    voice.audio(syllables(2, RATE_HZ));
    voice.text('New.');
    voice.audio(syllables(1, RATE_HZ));
    voice.audioEnded();
    voice.replyEnded();
    await settled();

    const lengths = handOut().map((key) => soundOf(key).length);
    expect(lengths).toHaveLength(2);
    expect(lengths[1]).toBe(5600 - LEAD);
  });

  test('a part that cannot be stored is a failure of the call', async () => {
    const { voice, prompts } = prepare();
    prompts.put = () => Promise.reject(new Error('Access Denied'));
    voice.text('Hello.');
    voice.audio(syllables(1, RATE_HZ));
    voice.audioEnded();

    await expect(voice.failure).rejects.toThrow('Access Denied');
  });

  test('tells how long each part took from its last sample to the store, and no word', async () => {
    const { voice, logger } = prepare();
    voice.text('Hello.');
    voice.audio(syllables(1, RATE_HZ));
    voice.audioEnded();
    await settled();

    expect(logger.lines).toEqual([
      {
        level: 'debug',
        message: 'reply part stored',
        fields: { contactId: expect.any(String), part: 1, durationMs: expect.any(Number) },
      },
    ]);
  });
});
