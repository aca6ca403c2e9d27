import { InputProtocol } from './input-protocol';
import type { NovaEvent } from '../speech-model';
import {
  audioContent,
  audioInput,
  closing,
  ids,
  opening,
  promptStart,
  sessionStart,
  textContent,
  toolResult,
} from '../testing/client-events';

/** Reads the events in order and gives what the last one means. */
function readAll(...events: NovaEvent[]) {
  const protocol = new InputProtocol();
  protocol.toolUsed('tool-1');
  return events.map((event) => protocol.read(event)).at(-1);
}

describe("the order of the client's events", () => {
  test('an opening tells what the model must know', () => {
    const history = [...textContent('USER', 'hello'), ...textContent('ASSISTANT', 'Hello to you.')];

    expect(
      readAll(
        sessionStart,
        promptStart,
        ...textContent('SYSTEM', 'You help.'),
        ...history,
        audioContent,
      ),
    ).toEqual({
      type: 'opened',
      prompt: {
        promptName: ids.promptName,
        systemText: 'You help.',
        history: [
          { role: 'USER', text: 'hello' },
          { role: 'ASSISTANT', text: 'Hello to you.' },
        ],
        voiceId: 'tiffany',
        inputRateHz: 16000,
        outputRateHz: 24000,
        endpointingSensitivity: 'MEDIUM',
      },
    });
  });

  test('audio, tool results and the end are told as they come', () => {
    const pcm = Int16Array.of(1, -2, 32767);

    expect(readAll(...opening(), audioInput(pcm))).toEqual({ type: 'audio', pcm });
    expect(readAll(...opening(), ...toolResult('tool-1', { ok: true }))).toEqual({
      type: 'tool-result',
      toolUseId: 'tool-1',
      content: '{"ok":true}',
    });
    expect(readAll(...opening(), ...closing)).toEqual({ type: 'ended' });
  });

  test("the caller's text amid the audio is told once it is whole", () => {
    const typed = textContent('USER', 'Keys: 12', { interactive: true });

    expect(readAll(...opening(), ...typed.slice(0, 2))).toBeUndefined();
    expect(readAll(...opening(), ...typed)).toEqual({ type: 'text', text: 'Keys: 12' });
  });

  const flatSession = { sessionStart: { maxTokens: 1, topP: 1, temperature: 1 } };
  const system = textContent('SYSTEM', 'You help.');
  const interactiveAssistant = textContent('ASSISTANT', 'hello', { interactive: true });
  const interactiveUser = textContent('USER', 'hello', { interactive: true });
  const [toolStart] = toolResult('tool-2', {});
  test.each<[string, NovaEvent[], RegExp]>([
    ['a flat session configuration', [flatSession], /sessionStart.inferenceConfiguration/],
    ['a prompt before the session', [promptStart], /wrong time/],
    ['a second session', [sessionStart, sessionStart], /wrong time/],
    ['content before the prompt', [sessionStart, ...system], /promptStart comes first/],
    [
      'content of another prompt',
      [sessionStart, promptStart, { contentEnd: { promptName: 'x', contentName: 'y' } }],
      /outside of its prompt/,
    ],
    ['audio before the system text', [sessionStart, promptStart, audioContent], /system text/],
    [
      'history before the system text',
      [sessionStart, promptStart, ...textContent('USER', 'hi')],
      /after the system text/,
    ],
    [
      'history that begins with the assistant',
      [sessionStart, promptStart, ...system, ...textContent('ASSISTANT', 'hi')],
      /begins with a USER/,
    ],
    [
      "the caller's text before the audio",
      [sessionStart, promptStart, ...system, ...interactiveUser],
      /while their audio is open/,
    ],
    [
      'interactive history',
      [sessionStart, promptStart, ...system, ...interactiveAssistant],
      /not be interactive/,
    ],
    ['history after the audio', [...opening(), ...textContent('USER', 'hi')], /before the audio/],
    [
      'a second audio content',
      [...opening(), { contentStart: { ...audioContent['contentStart'], contentName: 'again' } }],
      /one audio/,
    ],
    ['a name used twice', [...opening(), audioContent], /only once/],
    [
      'audio for a content that is not open',
      [...opening(), { audioInput: { ...ids, contentName: 'x', content: '' } }],
      /not open/,
    ],
    ['text in the audio', [...opening(), { textInput: { ...ids, content: 'x' } }], /another type/],
    [
      'audio that is not base64',
      [...opening(), { audioInput: { ...ids, content: '*' } }],
      /audioInput.content/,
    ],
    ['half a sample', [...opening(), { audioInput: { ...ids, content: 'AA==' } }], /even number/],
    ['a result for an unknown tool use', [...opening(), toolStart ?? {}], /waits for none/],
    [
      'a second result',
      [...opening(), ...toolResult('tool-1', {}), ...toolResult('tool-1', {})],
      /waits for none/,
    ],
    [
      'promptEnd while the audio is open',
      [...opening(), { promptEnd: { promptName: ids.promptName } }],
      /was open/,
    ],
    ['sessionEnd before promptEnd', [...opening(), { sessionEnd: {} }], /wrong time/],
    ['an unknown event', [{ sessionBegin: {} }], /exactly one event/],
    ['two events in one', [{ ...sessionStart, ...promptStart }], /exactly one event/],
  ])('refuses %s', (_, events, rule) => {
    expect(() => readAll(...events)).toThrow(rule);
    expect(() => readAll(...events)).toThrow(
      expect.objectContaining({ name: 'ProtocolViolation' }),
    );
  });

  test('a tool result is JSON text, not an object', () => {
    const [start, result] = toolResult('tool-1', {});
    const asObject = { toolResult: { ...result?.['toolResult'], content: { ok: true } } };

    expect(() => readAll(...opening(), start ?? {}, asObject)).toThrow(/toolResult.content/);
  });

  test('never repeats what it was given', () => {
    const secret = { audioInput: { ...ids, content: 'secret words*' } };

    expect(() => readAll(...opening(), secret)).toThrow(/^(?!.*secret)/);
  });
});
