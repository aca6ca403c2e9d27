import { fuzzDemuxer } from './demuxer-fuzz';

const STALL_LIMIT_MS = 100;
const HEAP_LIMIT_MB = 64;

test.each([
  ['incremental', 10_000],
  ['ebml', 500],
] as const)('mutated documents neither crash nor stall the %s demuxer', (kind, runs) => {
  const figures = fuzzDemuxer(runs, kind);

  expect(figures.crashes).toBe(0);
  expect(figures.worst_ms).toBeLessThan(STALL_LIMIT_MS);
  expect(figures.heap_growth_mb).toBeLessThan(HEAP_LIMIT_MB);
});
