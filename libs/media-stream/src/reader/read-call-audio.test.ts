import {
  block,
  concatBytes,
  connectCall,
  documentEnd,
  documentStart,
  fragmentNumber,
  pcmBytes,
  type ConnectCall,
} from '@patchbay/testing';
import { sleep } from '@patchbay/platform';
import type { DemuxerKind } from '../demuxer';
import type { MediaSource, MediaStart } from '../media-source';
import {
  MediaAccessError,
  MediaConnectionError,
  MediaStartRefusedError,
} from '../media-source-errors';
import { type CallAudioOptions, type CallAudioReader, readCallAudio } from './read-call-audio';
import type { CallAudio } from './call-audio';

const START_MS = 1_700_000_000_000;
const FIRST = 1000;
const FRAGMENT_MS = 1024;
const CONTACT = 'contact-1';

/** Quick enough for tests; every rule stays in force. */
const SETTINGS = { minimumOpenIntervalMs: 0, backoffBaseMs: 0, idleTimeoutMs: 1000 };

/** Repeatable noise in which every sample tells its place. */
function sound(length: number, seed: number): Int16Array {
  let state = seed;
  return Int16Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) - 32_768;
  });
}

const CALLER = sound(8000 * 12, 1);
const BOT = sound(8000 * 12, 2);
const call = (changes: Partial<ConnectCall> = {}): Uint8Array[] =>
  connectCall({
    contactId: CONTACT,
    startMs: START_MS,
    firstFragment: FIRST,
    pcm: { AUDIO_FROM_CUSTOMER: CALLER, AUDIO_TO_CUSTOMER: BOT },
    ...changes,
  });

interface Stored {
  readonly number: string;
  readonly startMs: number;
  readonly bytes: Uint8Array;
}

const stored = (documents: Uint8Array[], firstFragment = FIRST, startMs = START_MS): Stored[] =>
  documents.map((bytes, index) => ({
    number: fragmentNumber(firstFragment + index),
    startMs: startMs + index * FRAGMENT_MS,
    bytes,
  }));

/** What a session does with the bytes from its start on; by default it delivers them and ends. */
type Session = (bytes: Uint8Array, signal: AbortSignal) => AsyncIterable<Uint8Array>;

async function* inChunks(bytes: Uint8Array, chunkBytes = 4096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.slice(at, at + chunkBytes);
}

/** A stream with stored fragments that honours starts as Kinesis Video does; it shows its calls. */
class StoredMedia implements MediaSource {
  readonly starts: MediaStart[] = [];
  readonly signals: AbortSignal[] = [];
  readonly #fragments: readonly Stored[];
  readonly #sessions: Session[];

  constructor(fragments: readonly Stored[], sessions: Session[] = []) {
    this.#fragments = fragments;
    this.#sessions = sessions;
  }

  async open(
    _: string,
    start: MediaStart,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    this.starts.push(start);
    this.signals.push(signal);
    const session = this.#sessions.shift() ?? ((bytes) => inChunks(bytes));
    return session(concatBytes(this.#from(start).map(({ bytes }) => bytes)), signal);
  }

  #from(start: MediaStart): readonly Stored[] {
    if (start.kind === 'producer-timestamp') {
      return this.#fragments.filter(({ startMs }) => startMs + FRAGMENT_MS > start.timestampMs);
    }
    const after = start.kind === 'after-fragment' ? start.fragmentNumber : start.token;
    return this.#fragments.filter(({ number }) => number > after);
  }
}

const read = (source: MediaSource, changes: Partial<CallAudioOptions> = {}): CallAudioReader =>
  readCallAudio({
    source,
    streamArn: 'arn',
    contactId: CONTACT,
    start: { timestampMs: START_MS },
    settings: SETTINGS,
    signal: new AbortController().signal,
    ...changes,
  });

const joined = (pieces: readonly (Int16Array | undefined)[]) =>
  Buffer.concat(pieces.map((piece) => pcmBytes(piece ?? new Int16Array())));

const bytesOf = (samples: Int16Array) => Buffer.from(pcmBytes(samples));

/** Listens until so many samples were heard; then the call is over. */
async function listen(
  source: MediaSource,
  samples: number,
  changes: Partial<CallAudioOptions> = {},
): Promise<{ heard: CallAudio[]; pcm: Buffer; echo: Buffer; reader: CallAudioReader }> {
  const call = new AbortController();
  const reader = read(source, { signal: call.signal, ...changes });
  const heard: CallAudio[] = [];
  let count = 0;
  for await (const stretches of reader) {
    heard.push(...stretches);
    count += stretches.reduce((sum, { pcm }) => sum + pcm.length, 0);
    if (count >= samples) call.abort();
  }
  return {
    heard,
    pcm: joined(heard.map(({ pcm }) => pcm)),
    echo: joined(heard.map(({ echo }) => echo)),
    reader,
  };
}

describe('the sound of a call', () => {
  test.each<DemuxerKind>(['incremental', 'ebml'])('is whole and aligned by %s', async (demuxer) => {
    const source = new StoredMedia(stored(call()));

    const { pcm, echo, heard, reader } = await listen(source, CALLER.length, { demuxer });

    expect(pcm.equals(bytesOf(CALLER))).toBe(true);
    expect(echo.equals(bytesOf(BOT))).toBe(true);
    expect(source.starts).toEqual([{ kind: 'producer-timestamp', timestampMs: START_MS }]);
    expect(heard[17]).toMatchObject({
      producerTimestampMs: START_MS + 17 * 64,
      fragmentNumber: fragmentNumber(FIRST + 1),
    });
    expect(reader.status).toEqual({
      lastWholeFragment: fragmentNumber(FIRST + 11),
      gaps: 0,
      gapMs: 0,
      sessions: 1,
      ended: 'aborted',
    });
  });

  test.each([1, 2, 3, 4, 5, 6])(
    'is the same when the stream is cut 50 times (run %i)',
    async (run) => {
      // Prepare: at any byte, sessions end silently or by a lost socket.
      const random = sound(1000, run).map(Math.abs);
      const cuts = Array.from({ length: 50 }, (_, index): Session => {
        const atByte = 1 + (((random[index] ?? 0) * 7919) % 40_000);
        return async function* (bytes) {
          yield* inChunks(bytes.slice(0, atByte), 1 + ((random[index + 50] ?? 0) % 5000));
          if (index % 3 === 1) throw new MediaConnectionError();
          if (index % 3 === 2) yield new Uint8Array(9);
        };
      });
      const source = new StoredMedia(stored(call()), cuts);

      // Act
      const { pcm, echo, reader } = await listen(source, CALLER.length, {
        settings: { ...SETTINGS, backoffCapMs: 0, maxFailures: 50 },
        demuxer: run % 2 === 0 ? 'ebml' : 'incremental',
      });

      // Assess
      expect(pcm.equals(bytesOf(CALLER))).toBe(true);
      expect(echo.equals(bytesOf(BOT))).toBe(true);
      expect(reader.status.gaps).toBe(0);
      expect(source.starts.length).toBeGreaterThan(20);
    },
  );

  test('arrives block by block, before the fragment ends', async () => {
    const fragment = {
      fragmentNumber: fragmentNumber(FIRST),
      producerTimestampMs: START_MS,
      serverTimestampMs: START_MS,
    };
    const pcm = CALLER.subarray(0, 512);
    const live: Session = async function* (_, signal) {
      yield documentStart(fragment);
      yield block('AUDIO_FROM_CUSTOMER', 0, pcmBytes(pcm));
      yield block('AUDIO_TO_CUSTOMER', 0, pcmBytes(pcm));
      await sleep(60_000, signal);
    };

    const { pcm: heard } = await listen(new StoredMedia([], [live]), 512);

    expect(heard.equals(bytesOf(pcm))).toBe(true);
  });

  test('comes together as it arrives together', async () => {
    const source = new StoredMedia(stored(call()), [(bytes) => inChunks(bytes, bytes.length)]);
    const reader = read(source);

    const arrived = await reader[Symbol.asyncIterator]().next();

    const stretches: readonly CallAudio[] = arrived.value ?? [];
    expect(joined(stretches.map(({ pcm }) => pcm)).equals(bytesOf(CALLER))).toBe(true);
  });

  test('is whole when a chunk goes wrong behind it', async () => {
    const spoiling: Session = async function* () {
      yield concatBytes([...call().slice(0, 3), new Uint8Array(64)]);
    };
    const source = new StoredMedia(stored(call()), [spoiling]);

    const { pcm } = await listen(source, CALLER.length);

    expect(pcm.equals(bytesOf(CALLER))).toBe(true);
    expect(source.starts).toHaveLength(2);
  });

  test('needs no second track, and takes the tracks by name in any order', async () => {
    for (const variant of [
      { tracks: ['AUDIO_FROM_CUSTOMER'] as const, trackNames: { AUDIO_FROM_CUSTOMER: '' } },
      { tracks: ['AUDIO_TO_CUSTOMER', 'AUDIO_FROM_CUSTOMER'] as const },
    ]) {
      const { pcm } = await listen(new StoredMedia(stored(call({ variant }))), CALLER.length);
      expect(pcm.equals(bytesOf(CALLER))).toBe(true);
    }
  });

  test('never begins before the streaming started, to the sample', async () => {
    const startMs = START_MS + 777;
    const skipped = 777 * 8;

    const { pcm, heard } = await listen(new StoredMedia(stored(call())), CALLER.length - skipped, {
      start: { timestampMs: startMs },
    });

    expect(pcm.equals(bytesOf(CALLER.subarray(skipped)))).toBe(true);
    expect(heard[0]?.producerTimestampMs).toBe(startMs);
  });

  test('holds silence of the right length where fragments are missing', async () => {
    const all = stored(call());
    const source = new StoredMedia(all.filter((_, index) => index !== 3 && index !== 4));
    const expected = CALLER.slice();
    expected.fill(0, 3 * 8192, 5 * 8192);

    const { pcm, reader } = await listen(source, CALLER.length);

    expect(pcm.equals(bytesOf(expected))).toBe(true);
    expect(reader.status).toMatchObject({ gaps: 1, gapMs: 2 * FRAGMENT_MS });
  });
});

describe('whose sound it is', () => {
  const before = stored(
    call({
      contactId: 'contact-0',
      startMs: START_MS - 3 * FRAGMENT_MS,
      firstFragment: FIRST - 100,
    }).slice(0, 3),
    FIRST - 100,
    START_MS - 3 * FRAGMENT_MS,
  );
  const afterMs = START_MS + 15_000;
  const after = stored(
    call({ contactId: 'contact-2', startMs: afterMs, firstFragment: FIRST + 100 }),
    FIRST + 100,
    afterMs,
  );

  test('the next contact on the stream ends it, and none of that is heard', async () => {
    const source = new StoredMedia([...before, ...stored(call()), ...after]);

    const { pcm, reader } = await listen(source, Infinity);

    expect(pcm.equals(bytesOf(CALLER))).toBe(true);
    expect(reader.status).toMatchObject({
      ended: 'contact-changed',
      lastWholeFragment: fragmentNumber(FIRST + 11),
    });
  });

  test('fragments of another contact are passed over until the own ones come', async () => {
    const source = new StoredMedia([...before, ...stored(call())]);

    const { pcm } = await listen(source, CALLER.length, {
      start: { timestampMs: START_MS - 10_000 },
    });

    expect(pcm.equals(bytesOf(CALLER))).toBe(true);
  });

  test("a last fragment without its ContactId is still the call's", async () => {
    const source = new StoredMedia([...stored(call({ lastWithoutContactId: true })), ...after]);

    const { pcm } = await listen(source, Infinity);

    expect(pcm.equals(bytesOf(CALLER))).toBe(true);
  });

  test('a reader that takes over goes on behind the last whole fragment', async () => {
    const source = new StoredMedia([...stored(call()), ...after]);

    const { pcm, reader } = await listen(source, Infinity, {
      start: { timestampMs: START_MS, afterFragment: fragmentNumber(FIRST + 4) },
    });

    expect(source.starts[0]).toEqual({
      kind: 'after-fragment',
      fragmentNumber: fragmentNumber(FIRST + 4),
    });
    expect(pcm.equals(bytesOf(CALLER.subarray(5 * 8192)))).toBe(true);
    expect(reader.status.ended).toBe('contact-changed');
  });
});

describe('a session that fails', () => {
  const token = { kind: 'continuation-token', token: fragmentNumber(FIRST + 1) };
  const twoFragments = async function* (bytes: Uint8Array) {
    yield bytes.slice(0, concatBytes(call().slice(0, 2)).length);
  };
  const refused: Session = () => {
    throw new MediaStartRefusedError();
  };

  test('goes on by continuation token, and by fragment number when that is refused', async () => {
    const source = new StoredMedia(stored(call()), [twoFragments, refused]);

    const { pcm } = await listen(source, CALLER.length);

    expect(pcm.equals(bytesOf(CALLER))).toBe(true);
    expect(source.starts.slice(1)).toEqual([
      token,
      { kind: 'after-fragment', fragmentNumber: fragmentNumber(FIRST + 1) },
    ]);
  });

  test('goes on after an error tag, but not when the key is at fault', async () => {
    const tagged = (errorId: string): Session =>
      async function* (bytes) {
        yield* twoFragments(bytes);
        const fragment = { fragmentNumber: '', producerTimestampMs: 0, serverTimestampMs: 0 };
        yield documentStart(fragment);
        yield documentEnd({ ...fragment, extraTags: { AWS_KINESISVIDEO_ERROR_ID: errorId } });
      };

    const source = new StoredMedia(stored(call()), [tagged('3002')]);
    const { pcm } = await listen(source, CALLER.length);

    expect(pcm.equals(bytesOf(CALLER))).toBe(true);
    expect(source.starts[1]).toEqual(token);
    await expect(
      listen(new StoredMedia(stored(call()), [tagged('4500')]), CALLER.length),
    ).rejects.toMatchObject({ name: 'MediaSessionError', retryable: false });
  });

  test('is given up and reopened when no byte comes, and frees its socket', async () => {
    const stalled: Session = async function* (bytes, signal) {
      yield* twoFragments(bytes);
      await sleep(60_000, signal);
    };
    const source = new StoredMedia(stored(call()), [stalled]);

    const { pcm } = await listen(source, CALLER.length, {
      settings: { ...SETTINGS, idleTimeoutMs: 30 },
    });

    expect(pcm.equals(bytesOf(CALLER))).toBe(true);
    expect(source.starts).toHaveLength(2);
    expect(source.signals[0]?.aborted).toBe(true);
  });

  test('is given up at the first malformed byte, and reopened behind the last whole fragment', async () => {
    const malformed: Session = async function* (bytes) {
      yield* twoFragments(bytes);
      yield new Uint8Array(100);
    };
    const source = new StoredMedia(stored(call()), [malformed]);

    const { pcm } = await listen(source, CALLER.length);

    expect(pcm.equals(bytesOf(CALLER))).toBe(true);
    expect(source.starts[1]).toEqual(token);
  });

  test('ends the reading with a named error when it happens again and again', async () => {
    const broken: Session = () => {
      throw new MediaConnectionError();
    };
    const source = new StoredMedia(stored(call()), Array(9).fill(broken));
    const settings = { ...SETTINGS, backoffCapMs: 0, maxFailures: 5 };

    await expect(listen(source, 1, { settings })).rejects.toMatchObject({ name: 'MediaLostError' });
    expect(source.starts).toHaveLength(5);
  });

  test('ends the reading at once when trying again cannot help', async () => {
    const denied: Session = () => {
      throw new MediaAccessError();
    };
    const source = new StoredMedia(stored(call()), [denied]);

    await expect(listen(source, 1)).rejects.toMatchObject({ name: 'MediaAccessError' });
    expect(source.starts).toHaveLength(1);
  });
});

describe('the reader', () => {
  test('opens no more sessions than the service allows', async () => {
    const openedMs: number[] = [];
    const ended = new AbortController();
    const source: MediaSource = {
      open: async () => {
        openedMs.push(performance.now());
        if (openedMs.length === 4) ended.abort();
        return inChunks(new Uint8Array());
      },
    };
    const settings = { ...SETTINGS, minimumOpenIntervalMs: 40 };

    for await (const audio of read(source, { signal: ended.signal, settings })) void audio;

    const intervalsMs = openedMs.slice(1).map((ms, index) => ms - (openedMs[index] ?? 0));
    expect(Math.min(...intervalsMs)).toBeGreaterThan(35);
  });

  test('reads nothing ahead of its listener, and a slow one is no idle stream', async () => {
    let chunks = 0;
    const counting: Session = async function* (bytes) {
      for await (const chunk of inChunks(bytes, 2000)) {
        chunks++;
        yield chunk;
      }
    };
    const source = new StoredMedia(stored(call()), [counting]);
    const reader = read(source, { settings: { ...SETTINGS, idleTimeoutMs: 20 } });

    const iterator = reader[Symbol.asyncIterator]();
    await iterator.next();
    const chunksAtFirst = chunks;
    await sleep(60);
    expect(chunks).toBe(chunksAtFirst);

    await iterator.next();
    expect(reader.status.sessions).toBe(1);
    await iterator.return?.();
    expect(source.signals[0]?.aborted).toBe(true);
  });

  test('ends when the call does, also while it waits for bytes', async () => {
    const waiting: Session = async function* (bytes, signal) {
      yield bytes.slice(0, 10);
      await sleep(60_000, signal);
    };
    const ended = new AbortController();
    const source = new StoredMedia(stored(call()), [waiting]);
    const reader = read(source, { signal: ended.signal });
    setTimeout(() => ended.abort(), 20);

    for await (const audio of reader) void audio;

    expect(reader.status.ended).toBe('aborted');
    expect(source.starts).toHaveLength(1);
  });
});
