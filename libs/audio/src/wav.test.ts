import fc from 'fast-check';
import { encodeMulaw } from './mulaw';
import { readWav, wavDurationMs } from './read-wav';
import { MalformedWavError, NotAWavError, UnsupportedWavError } from './wav-errors';
import { writeMulawWav, writePcmWav } from './write-wav';

type Chunk = readonly [id: string, body: Uint8Array];

/** A WAV file of any chunks, built apart from the writer under test. */
function wavOf(...chunks: Chunk[]): Uint8Array {
  const parts = chunks.map(([id, body]) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(body.length);
    return Buffer.concat([Buffer.from(id), size, body, Buffer.alloc(body.length % 2)]);
  });
  return Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), ...parts]);
}

function formatChunk(tag: number, channels: number, rateHz: number, bits: number): Chunk {
  const body = Buffer.alloc(16);
  body.writeUInt16LE(tag, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(rateHz, 4);
  body.writeUInt16LE(bits, 14);
  return ['fmt ', body];
}

describe('writeMulawWav', () => {
  test('writes the 58-byte header of G.711 µ-law at 8 kHz', () => {
    const file = Buffer.from(writeMulawWav(Uint8Array.of(1, 2, 3, 4)));
    const expected =
      '52494646 36000000 57415645 666d7420 12000000 0700 0100 401f0000 401f0000 0100 0800 0000' +
      '66616374 04000000 04000000 64617461 04000000 01020304';
    expect(file.toString('hex')).toBe(expected.replaceAll(' ', ''));
  });

  test('pads an odd number of codes and reads them back', () => {
    const file = writeMulawWav(encodeMulaw(Int16Array.of(0, 132, -132)));
    expect(file).toHaveLength(62);
    expect(readWav(file)).toEqual({
      encoding: 'mulaw',
      sampleRateHz: 8000,
      channels: 1,
      pcm: Int16Array.of(0, 132, -132),
    });
  });
});

describe('writePcmWav', () => {
  test('gives any sound back sample for sample', () => {
    fc.assert(
      fc.property(fc.int16Array(), fc.integer({ min: 1, max: 192000 }), (pcm, sampleRateHz) => {
        const sound = readWav(writePcmWav(pcm, sampleRateHz));
        expect(sound).toEqual({ encoding: 'pcm16', sampleRateHz, channels: 1, pcm });
      }),
    );
  });
});

describe('readWav', () => {
  test('skips unknown chunks, odd ones too, and keeps stereo interleaved', () => {
    const sound = readWav(
      wavOf(
        ['LIST', Buffer.from('odd')],
        formatChunk(1, 2, 44100, 16),
        ['cue ', Buffer.alloc(7)],
        ['data', Buffer.from([1, 0, 2, 0, 3, 0, 4, 0])],
      ),
    );
    expect(sound).toMatchObject({ sampleRateHz: 44100, channels: 2 });
    expect([...sound.pcm]).toEqual([1, 2, 3, 4]);
  });

  test('reads WAVE_FORMAT_EXTENSIBLE by its inner tag', () => {
    const [id, body] = formatChunk(0xfffe, 1, 16000, 16);
    const extension = Buffer.alloc(24);
    extension.writeUInt16LE(1, 8);
    const sound = readWav(
      wavOf([id, Buffer.concat([body, extension])], ['data', Buffer.from([5, 0])]),
    );
    expect([...sound.pcm]).toEqual([5]);
  });

  test.each([
    ['pcm8', 1, 8, Buffer.from([128, 0, 255]), [0, -32768, 32512]],
    ['pcm24', 1, 24, Buffer.from([9, 0x34, 0x12, 0, 0, 0x80]), [0x1234, -32768]],
    ['pcm32', 1, 32, Buffer.from([9, 9, 0x34, 0x12]), [0x1234]],
    ['float32', 3, 32, Buffer.from(Float32Array.of(0.5, -2, 2).buffer), [16384, -32768, 32767]],
  ])('decodes %s', (encoding, tag, bits, data, pcm) => {
    const sound = readWav(wavOf(formatChunk(tag, 1, 8000, bits), ['data', data]));
    expect(sound.encoding).toBe(encoding);
    expect([...sound.pcm]).toEqual(pcm);
  });

  test('tells how long the whole frames sound, without decoding them', () => {
    const stereo = wavOf(formatChunk(1, 2, 16_000, 16), ['data', Buffer.alloc(16_000 * 4 + 3)]);
    const mulaw = writeMulawWav(new Uint8Array(2000));
    expect([stereo, mulaw].map((file) => wavDurationMs(file))).toEqual([1000, 250]);
  });

  test('reads the whole frames of a file that was cut off', () => {
    const file = wavOf(formatChunk(1, 2, 8000, 16), [
      'data',
      Buffer.from([1, 0, 2, 0, 3, 0, 4, 0]),
    ]);
    expect([...readWav(file.subarray(0, file.length - 3)).pcm]).toEqual([1, 2]);
  });

  test.each([
    ['an MP3', Buffer.from('ID3 and some more bytes'), NotAWavError],
    ['too few bytes', Buffer.from('RIFF'), NotAWavError],
    ['another RIFF file', Buffer.from('RIFF\0\0\0\0AVI LIST', 'latin1'), NotAWavError],
    ['no sound', wavOf(formatChunk(1, 1, 8000, 16)), MalformedWavError],
    ['no format', wavOf(['data', Buffer.alloc(4)]), MalformedWavError],
    ['a short format', wavOf(['fmt ', Buffer.alloc(8)]), MalformedWavError],
    ['no channels', wavOf(formatChunk(1, 0, 8000, 16)), MalformedWavError],
    ['a rate of zero', wavOf(formatChunk(1, 1, 0, 16)), MalformedWavError],
    ['ADPCM', wavOf(formatChunk(2, 1, 8000, 4), ['data', Buffer.alloc(4)]), UnsupportedWavError],
  ])('refuses %s by name', (_, bytes, error) => {
    expect(() => readWav(bytes)).toThrow(error);
  });

  test('never throws anything unnamed on damaged input', () => {
    const sound = writePcmWav(Int16Array.of(1, 2, 3, 4, 5), 8000);
    const named = [NotAWavError, MalformedWavError, UnsupportedWavError];
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.nat(255), fc.nat(sound.length), (at, byte, end) => {
        const damaged = sound.slice(0, end);
        damaged[at] = byte;
        try {
          readWav(damaged);
        } catch (error) {
          expect(named.some((kind) => error instanceof kind)).toBe(true);
        }
      }),
    );
  });
});
