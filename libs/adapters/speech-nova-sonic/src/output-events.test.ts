import type { SpeechEvent } from '@patchbay/speech';
import { OutputReader } from './output-events';

type Event = Record<string, object>;

const read = (reader: OutputReader, ...events: Event[]): SpeechEvent[] =>
  events.flatMap((event) => reader.read(Buffer.from(JSON.stringify({ event }))));

const typesOf = (...events: Event[]) => read(new OutputReader(), ...events).map(({ type }) => type);

const stage = (generationStage: string) => ({
  additionalModelFields: JSON.stringify({ generationStage }),
});

/** Text and its content, begun and ended. */
const text = (
  role: string,
  generationStage: string,
  content: string,
  stopReason: string,
): Event[] => [
  { contentStart: { contentId: content, type: 'TEXT', role, ...stage(generationStage) } },
  { textOutput: { contentId: content, content } },
  { contentEnd: { contentId: content, type: 'TEXT', stopReason } },
];
const callerText = text('USER', 'FINAL', 'my balance', 'PARTIAL_TURN');
const planned = text('ASSISTANT', 'SPECULATIVE', 'Ten dollars.', 'PARTIAL_TURN');
const spoken = (stopReason: string) => text('ASSISTANT', 'FINAL', 'Ten.', stopReason);
const interruption = text('ASSISTANT', 'FINAL', '{ "interrupted" : true }', 'INTERRUPTED');

const soundBegins = { contentStart: { contentId: 's', type: 'AUDIO', role: 'ASSISTANT' } };
const soundGoesOn = { audioOutput: { contentId: 's', content: 'AQD//w==' } };
const soundEnds = (stopReason: string) => ({
  contentEnd: { contentId: 's', type: 'AUDIO', stopReason },
});
const sound = (stopReason: string): Event[] => [soundBegins, soundGoesOn, soundEnds(stopReason)];

const toolUse: Event[] = [
  { contentStart: { contentId: 't', type: 'TOOL', role: 'TOOL' } },
  { toolUse: { contentId: 't', toolName: 'look_up', toolUseId: 'use-1', content: '{"a":' } },
  { contentEnd: { contentId: 't', type: 'TOOL', stopReason: 'TOOL_USE' } },
];

describe('the end of a reply', () => {
  test.each<[string, Event[]]>([
    ['the sound alone', [...planned, ...sound('END_TURN'), ...spoken('PARTIAL_TURN')]],
    ['the final text alone', [...planned, ...sound('PARTIAL_TURN'), ...spoken('END_TURN')]],
    ['both', [...planned, ...sound('END_TURN'), ...spoken('END_TURN')]],
    [
      'a final text that comes while the sound goes on',
      [...planned, soundBegins, ...spoken('END_TURN'), soundGoesOn, soundEnds('PARTIAL_TURN')],
    ],
    [
      'a final text that comes before the sound',
      [...planned, ...spoken('END_TURN'), ...sound('PARTIAL_TURN')],
    ],
    ['the sound, and there was no text', sound('END_TURN')],
  ])('is told once, after the last sound, when END_TURN stands on %s', (_, events) => {
    const types = typesOf(...events);

    expect(types.filter((type) => type === 'reply-ended')).toHaveLength(1);
    const lastSound = types.lastIndexOf('reply-audio-ended');
    expect(types.indexOf('reply-ended')).toBeGreaterThan(lastSound);
  });

  test('comes once for a reply of two sentences, after the second', () => {
    const types = typesOf(
      ...[...planned, ...sound('PARTIAL_TURN'), ...spoken('PARTIAL_TURN')],
      ...[...planned, ...sound('END_TURN'), ...spoken('END_TURN')],
    );

    expect(types.filter((type) => type === 'reply-ended')).toHaveLength(1);
    expect(types.slice(-3)).toEqual(['reply-audio-ended', 'reply-ended', 'reply-text']);
  });

  test('is not the use of a tool: the answer comes after its result', () => {
    const before = [...planned, ...sound('PARTIAL_TURN'), ...toolUse];

    expect(typesOf(...before)).not.toContain('reply-ended');
    expect(typesOf(...before, ...planned, ...sound('END_TURN'))).toContain('reply-ended');
  });

  test('is not missed when the sound that was announced never comes', () => {
    const withoutSound = [...planned, ...spoken('END_TURN')];

    expect(typesOf(...withoutSound)).not.toContain('reply-ended');
    expect(typesOf(...withoutSound, ...callerText)).toContain('reply-ended');
    expect(typesOf(...withoutSound, ...planned, ...sound('END_TURN')).join()).toMatch(
      /reply-ended,reply-text,reply-audio,reply-audio-ended,reply-ended/,
    );
  });

  test('is never that of the caller’s text', () => {
    expect(typesOf(...text('USER', 'FINAL', 'bye', 'END_TURN'))).toEqual(['caller-text']);
  });
});

describe('an interruption', () => {
  test.each<[string, Event[]]>([
    ['by the marker, then the sound', [soundBegins, ...interruption, soundEnds('INTERRUPTED')]],
    ['by the sound, then the marker', [soundBegins, soundEnds('INTERRUPTED'), ...interruption]],
    ['by the marker alone', [soundBegins, ...interruption]],
    ['after the last sound was delivered', [...sound('END_TURN'), ...interruption]],
  ])('is told once: %s', (_, events) => {
    const types = typesOf(...planned, ...events, ...spoken('PARTIAL_TURN'));

    expect(types.filter((type) => type === 'interrupted')).toHaveLength(1);
    expect(types.at(-1)).toBe('reply-text');
  });

  test('voids the sound that still comes, and the end of the reply', () => {
    const types = typesOf(
      ...[...planned, soundBegins, soundGoesOn, ...interruption],
      ...[soundGoesOn, soundEnds('END_TURN'), ...spoken('END_TURN')],
    );

    expect(types).toEqual(['reply-text', 'reply-audio', 'interrupted', 'reply-text']);
  });

  test('is told again for the next reply', () => {
    const once = [...planned, soundBegins, ...interruption, soundEnds('INTERRUPTED')];

    const types = typesOf(...once, ...callerText, ...once);

    expect(types.filter((type) => type === 'interrupted')).toHaveLength(2);
  });

  test.each(['{"interrupted":true}', ' { "interrupted" : true }\n'])(
    'is known by its marker however that is spaced: %s',
    (marker) => {
      const types = typesOf(...planned, ...text('ASSISTANT', 'FINAL', marker, 'PARTIAL_TURN'));

      expect(types).toEqual(['reply-text', 'interrupted']);
    },
  );
});

describe('OutputReader', () => {
  test('reads words, sound, tool calls and usage', () => {
    const delta = {
      input: { speechTokens: 12, textTokens: 1 },
      output: { speechTokens: 30, textTokens: 4 },
    };

    const events = read(
      new OutputReader(),
      { completionStart: {} },
      ...callerText,
      { usageEvent: { details: { delta, total: delta }, totalTokens: 47 } },
      ...toolUse,
      ...sound('END_TURN'),
      { completionEnd: { stopReason: 'END_TURN' } },
      { somethingNew: { contentId: 7 } },
    );

    expect(events).toEqual([
      { type: 'caller-text', text: 'my balance' },
      { type: 'usage', ...delta },
      { type: 'tool-use', toolUseId: 'use-1', name: 'look_up', input: '{"a":' },
      { type: 'reply-audio', pcm: Int16Array.of(1, -1) },
      { type: 'reply-audio-ended' },
      { type: 'reply-ended' },
    ]);
  });

  test('says nothing of a usage event without details', () => {
    expect(typesOf({ usageEvent: { totalTokens: 3 } })).toEqual([]);
  });

  test.each<[string, string]>([
    ['no JSON', '{'],
    ['no event', '{"event":7}'],
    ['a text that is none', '{"event":{"textOutput":{"contentId":"a","content":7}}}'],
    ['sound before its content', JSON.stringify({ event: soundGoesOn })],
    ['words before their content', '{"event":{"textOutput":{"contentId":"a","content":"b"}}}'],
    ['the end of a content that is not open', JSON.stringify({ event: soundEnds('END_TURN') })],
    ['a tool without a name', '{"event":{"toolUse":{"toolUseId":"u","content":"{}"}}}'],
  ])('refuses %s', (_, wire) => {
    expect(() => new OutputReader().read(Buffer.from(wire))).toThrow(
      expect.objectContaining({ name: 'SpeechProtocolError', retryable: true }),
    );
  });
});
