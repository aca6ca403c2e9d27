import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark';

/** Started only when asked for: what one benchmark sets up must not burden another. */
const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  'cold-start': async () => (await import('./cold-start/cold-start-benchmark')).coldStartBenchmark,
  demuxer: async () => (await import('./demuxer/demuxer-benchmark')).demuxerBenchmark,
  'media-path': async () => (await import('./media-path/media-path-benchmark')).mediaPathBenchmark,
  replay: async () => (await import('./replay/replay-benchmark')).replayBenchmark,
  resampler: async () => (await import('./resampler/resampler-benchmark')).resamplerBenchmark,
  'turn-latency': async () =>
    (await import('./turn-latency/turn-latency-benchmark')).turnLatencyBenchmark,
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    calls: { type: 'string' },
    seconds: { type: 'string' },
  },
});
const load = BENCHMARKS[positionals[0] ?? ''];
if (load) {
  const benchmark = await load();
  const { figures, table } = await benchmark(options);
  if (options.json) console.log(JSON.stringify(figures));
  else console.table(table);
} else {
  console.error(`Name a benchmark: ${Object.keys(BENCHMARKS).join(', ')}`);
  process.exitCode = 1;
}
