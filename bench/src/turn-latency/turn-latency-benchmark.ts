import { readFile } from 'node:fs/promises';
import type { Benchmark } from '../benchmark';
import { traceCall, type PlayedPart } from './call-trace';
import { startLocalSystem } from './local-system';
import { percentiles } from './percentiles';
import { placeCall } from './place-call';
import { storedParts, type StoredPart } from './stored-parts';

/** What a real call would wait for, whatever the bridge does. */
const SET_DELAYS_MS = { stream: 300, thinking: 700, lambda: 120, prompt: 150 };
const DELIVERY_RATE = 4;

/** More listening models at once and two cores would be the limit. */
const DEFAULT_CALLS = 4;
const TURNS = 52;

/** Each is answered by one or two sentences, without a tool. */
const QUESTIONS = [
  'What is my balance?',
  'When are you open?',
  'I have a question about a payment.',
];

const BRIDGE_LOG = '.local/logs/audio-bridge.log';

/**
 * How long callers wait, in whole calls on the local cloud at life's speed: from the true end of
 * their speech to the first sound of the answer, and at the seams between two parts of a reply.
 * And what of it is the bridge's own: from a part's last sample to the flow, for the parts that
 * the flow was waiting for.
 */
export const turnLatencyBenchmark: Benchmark = async (options) => {
  const calls = Number(options.calls ?? DEFAULT_CALLS);
  const system = await startLocalSystem([
    ...Object.entries(SET_DELAYS_MS).flatMap(([name, ms]) => [`--${name}-ms`, String(ms)]),
    ...['--delivery-rate', String(DELIVERY_RATE), '--verbose'],
  ]);
  try {
    const placed = await Promise.all(
      Array.from({ length: calls }, (_, call) => placeCall(system.port, questions(call, calls))),
    );
    const traces = placed.map(traceCall);
    const stored = storedParts(await readFile(BRIDGE_LOG, 'utf8'));
    const waitedFor = traces.flatMap(({ parts }) => partsWaitedFor(parts, stored));
    const heard = traces.flatMap(({ heardAfterMs }) => heardAfterMs);
    const figures = {
      turns: heard.length,
      calls,
      set_delays_ms: SET_DELAYS_MS,
      delivery_rate: DELIVERY_RATE,
      heard_after_ms: percentiles(heard),
      seam_ms: percentiles(traces.flatMap(({ seamsMs }) => seamsMs)),
      part_ready_to_returned_ms: percentiles(
        waitedFor.map(({ returnedAfterMs }) => returnedAfterMs),
      ),
      part_stored_ms: percentiles(waitedFor.map(({ storedAfterMs }) => storedAfterMs)),
      parts_waited_for: waitedFor.length,
    };
    const { heard_after_ms, seam_ms, part_ready_to_returned_ms } = figures;
    return { figures, table: { heard_after_ms, seam_ms, part_ready_to_returned_ms } };
  } finally {
    await system.stop();
  }
};

/** Each call asks something else first, so that no two answers are made at the same moment. */
const questions = (call: number, calls: number) =>
  Array.from(
    { length: Math.ceil(TURNS / calls) },
    (_, turn) => QUESTIONS[(call + turn) % QUESTIONS.length] ?? '',
  );

/** Parts for which a poll was open when their last sample was rendered. */
function partsWaitedFor(played: readonly PlayedPart[], stored: readonly StoredPart[]) {
  return played.flatMap(({ contactId, part, askedAtMs, answeredAtMs }) => {
    const own = stored.find((other) => other.contactId === contactId && other.part === part);
    if (!own || own.finishedAtMs < askedAtMs + SET_DELAYS_MS.lambda) return [];
    return [{ ...own, returnedAfterMs: answeredAtMs - own.finishedAtMs }];
  });
}
