import type { Benchmark } from '../benchmark';
import { medianCpuMs } from '../cpu-time';
import { randomNumbers } from '../random-numbers';
import { PEERS, type PeerName, type PeerStream } from './peers';
import { soundQuality, type SoundQuality } from './sound-quality';

const DIRECTIONS = {
  '8to16': [8000, 16000],
  '24to8': [24000, 8000],
  '16to8': [16000, 8000],
} as const;
type Direction = keyof typeof DIRECTIONS;

/** Long enough for CPU time to be told from the clock's grain. */
const TIMED_S = 30;
const FRAMES_PER_S = 50;

type PeerFigures = SoundQuality & { readonly cpu_ms_per_s: number };

/** Ours against its peers, in 20 ms frames of PCM16 in and out; what is measured: sound-quality.ts. */
export const resamplerBenchmark: Benchmark = async () => {
  const figures = {} as Record<Direction, Record<PeerName, PeerFigures>>;
  for (const direction of keysOf(DIRECTIONS)) figures[direction] = await measure(direction);
  const table = Object.entries(figures).flatMap(([direction, peers]) =>
    Object.entries(peers).map(([peer, row]) => [`${direction} ${peer}`, { ...row }] as const),
  );
  return { figures, table: Object.fromEntries(table) };
};

async function measure(direction: Direction): Promise<Record<PeerName, PeerFigures>> {
  const [fromRateHz, toRateHz] = DIRECTIONS[direction];
  const streams = {} as Record<PeerName, PeerStream>;
  for (const peer of keysOf(PEERS)) streams[peer] = await PEERS[peer](fromRateHz, toRateHz);
  const cpuMs = await medianCpuMs(mapped(streams, (stream) => () => playNoise(stream, fromRateHz)));
  return mapped(streams, (stream, peer) => {
    const quality = soundQuality(stream, fromRateHz, toRateHz);
    const figures = mapped(quality, rounded);
    return { ...figures, cpu_ms_per_s: rounded(cpuMs[peer] / TIMED_S) };
  });
}

function playNoise(stream: PeerStream, rateHz: number): void {
  const random = randomNumbers();
  const frame = Int16Array.from({ length: rateHz / FRAMES_PER_S }, () => 20000 * (random() - 0.5));
  for (let i = 0; i < TIMED_S * FRAMES_PER_S; i += 1) stream.push(frame);
}

/** To four digits; a zero is never negative. */
const rounded = (figure: number) => Number(figure.toFixed(4)) + 0;

const keysOf = <Key extends string>(record: Readonly<Record<Key, unknown>>) =>
  Object.keys(record) as Key[];

function mapped<Key extends string, From, To>(
  record: Readonly<Record<Key, From>>,
  change: (value: From, key: Key) => To,
): Record<Key, To> {
  const entries = keysOf(record).map((key) => [key, change(record[key], key)] as const);
  return Object.fromEntries(entries) as Record<Key, To>;
}
