import type { ResamplerFactory } from '@patchbay/audio';
import { speexResamplerFactory } from '@patchbay/resampler-speex';
import { InboundCalls, mediaOf } from './inbound-calls';
import { OutboundCalls } from './outbound-calls';
import { speech } from './speech';

const CALLS = 3;

let resamplers: ResamplerFactory;
beforeAll(async () => {
  resamplers = await speexResamplerFactory();
});

test('every inbound call hears what it was sent, at 16 kHz', async () => {
  const calls = new InboundCalls(CALLS, mediaOf(4), resamplers);
  await calls.hear(66_000);
  await calls.hear(66_000);
  const heard = await calls.end();
  expect(new Set(heard).size).toBe(1);
  expect(heard).toHaveLength(CALLS);
  expect(heard[0]).toBeGreaterThan(3.5 * 16000);
  expect(heard[0]).toBeLessThan(4.1 * 16000);
});

test('every outbound call writes all of its replies, at 8 kHz', () => {
  const calls = new OutboundCalls(CALLS, resamplers);
  for (let reply = 0; reply < 2; reply += 1) {
    calls.speak(speech(24000, 3));
    calls.replyEnded();
  }
  expect(calls.end()).toEqual(Array.from({ length: CALLS }, () => 2 * 3 * 8000));
});
