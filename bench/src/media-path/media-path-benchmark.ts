import type { ResamplerFactory } from '@patchbay/audio';
import { speexResamplerFactory } from '@patchbay/resampler-speex';
import type { Benchmark } from '../benchmark';
import { medianCpuMs, ROUNDS, WARM_UP_ROUNDS } from '../cpu-time';
import { heldMemory } from '../memory';
import { InboundCalls, mediaOf } from './inbound-calls';
import { OutboundCalls } from './outbound-calls';
import { speech } from './speech';

const DEFAULT_CALLS = 500;
/** Sound of each call in one round. */
const ROUND_S = 4;
/** The first round fills what the memory figure is to show; then come those that are timed. */
const INBOUND_S = (1 + WARM_UP_ROUNDS + ROUNDS) * ROUND_S;
const BYTES_PER_S = 33_000;
/** SpeexDSP's two states lie in memory that is reserved already, so no figure of the heap shows them. */
const FILTER_STATES_KB = 1.8 + 2.7;

/**
 * What the media of many calls at once cost. Inbound: bytes of Kinesis Video, two tracks in chunks
 * of 4 KiB, through session, demuxer and reader to 16 kHz. Outbound: 24 kHz in events of 40 ms
 * through limiter, resampler and cutter to µ-law WAV parts. Sockets and S3 are not part of it.
 */
export const mediaPathBenchmark: Benchmark = async (options) => {
  const calls = Number(options.calls ?? DEFAULT_CALLS);
  const resamplers = await speexResamplerFactory();
  await runCalls(10, resamplers);
  const { cpuMs, memoryKb } = await runCalls(calls, resamplers);
  const figures = {
    inbound_cpu_ms_per_call_s: rounded(cpuMs.inbound / (calls * ROUND_S)),
    outbound_cpu_ms_per_call_s: rounded(cpuMs.outbound / (calls * ROUND_S)),
    kb_per_call: rounded(memoryKb.heap / calls + FILTER_STATES_KB),
    calls,
    // The collector's room is the process's, not a call's: the more calls, the less of it for each.
    resident_kb_per_call: rounded(memoryKb.resident / calls),
  };
  return { figures, table: { 'media path': figures } };
};

async function runCalls(calls: number, resamplers: ResamplerFactory) {
  const media = mediaOf(INBOUND_S + 1);
  const reply = speech(24000, ROUND_S);
  const before = heldMemory();
  const inbound = new InboundCalls(calls, media, resamplers);
  const outbound = new OutboundCalls(calls, resamplers);
  const hear = () => inbound.hear(ROUND_S * BYTES_PER_S);
  await hear();
  // In the middle of a part, when most is held.
  outbound.speak(reply);
  const held = heldMemory();
  outbound.replyEnded();
  const cpuMs = await medianCpuMs({
    inbound: hear,
    outbound: () => {
      outbound.speak(reply);
      outbound.replyEnded();
    },
  });
  assertAllWasHeard(await inbound.end(), 16000 * (INBOUND_S - 1));
  assertAllWasHeard(outbound.end(), 8000 * (1 + WARM_UP_ROUNDS + ROUNDS) * ROUND_S);
  const memoryKb = {
    resident: held.residentKb - before.residentKb,
    heap: held.heapKb - before.heapKb,
  };
  return { cpuMs, memoryKb };
}

/** A path that loses sound would look fast. */
function assertAllWasHeard(samples: readonly number[], atLeast: number): void {
  const least = Math.min(...samples);
  if (least < atLeast) throw new Error(`A call has ${least} samples of at least ${atLeast}`);
}

const rounded = (figure: number) => Number(figure.toFixed(4));
