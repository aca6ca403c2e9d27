import type { Benchmark } from '../benchmark';
import { medianCpuMs } from '../cpu-time';
import { heapGrowthMb } from './heap-growth';
import { chunksOf, oneTrackCall } from './one-track-call';
import { type Peer, type PeerName, PEERS } from './peers';

/** Two minutes for the slow, many times that for ours: CPU time is only told to some microseconds. */
const CALL_SECONDS = 120;
const REPEATS: Readonly<Record<PeerName, number>> = {
  ours: 50,
  ebml: 1,
  ebml_stream: 4,
  ts_ebml: 4,
};

const SOUND_BYTES_PER_SECOND = 16_000;
const CHUNK_SIZES = { chunk_4k: 4 * 1024, chunk_16k: 16 * 1024 };

/** How many one-track calls in real time one core can take apart, ours and the npm packages. */
export const demuxerBenchmark: Benchmark = async () => {
  const media = oneTrackCall(CALL_SECONDS);
  const measured: Record<string, Awaited<ReturnType<typeof callsPerCore>>> = {};
  for (const [name, chunkBytes] of Object.entries(CHUNK_SIZES)) {
    measured[name] = await callsPerCore(chunksOf(media, chunkBytes));
  }
  const figures = { ...measured, heap_growth_mb: heapGrowthMb(CHUNK_SIZES.chunk_4k) };
  return { figures, table: { ...measured, 'heap growth': { MB: figures.heap_growth_mb } } };
};

async function callsPerCore(chunks: readonly Buffer[]) {
  const peers = Object.entries(PEERS) as [PeerName, Peer][];
  for (const [name, peer] of peers) await requireWholeSound(name, peer, chunks);
  const cpuMs = await medianCpuMs(
    Object.fromEntries(
      peers.map(([name, peer]) => [name, () => repeat(REPEATS[name], () => peer(chunks))]),
    ) as Record<PeerName, () => Promise<void>>,
  );
  const calls = (name: PeerName) => Math.round((CALL_SECONDS * 1000 * REPEATS[name]) / cpuMs[name]);
  return {
    ours: calls('ours'),
    ebml: calls('ebml'),
    ebml_stream: calls('ebml_stream'),
    ts_ebml: calls('ts_ebml'),
    ratio_vs_ebml: Number((calls('ours') / calls('ebml')).toFixed(1)),
  };
}

async function repeat(times: number, work: () => number | Promise<number>): Promise<void> {
  for (let time = 0; time < times; time += 1) await work();
}

async function requireWholeSound(name: string, peer: Peer, chunks: readonly Buffer[]) {
  const bytes = await peer(chunks);
  if (bytes === CALL_SECONDS * SOUND_BYTES_PER_SECOND) return;
  throw new Error(
    `${name} found ${bytes} bytes of sound, not all of it: its figure would not count.`,
  );
}
