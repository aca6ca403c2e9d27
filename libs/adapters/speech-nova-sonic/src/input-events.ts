import type { HistoryMessage, SpeechSessionOptions } from '@patchbay/speech';
import { randomUUID } from 'node:crypto';

/** One event to the model, under its protocol name. */
export type InputEvent = Readonly<Record<string, object>>;

/** The names that tie a session's events together. */
export interface SessionNames {
  readonly promptName: string;
  readonly audioContentName: string;
}

const TEXT_PLAIN = { mediaType: 'text/plain' };

const pcmAudio = (sampleRateHertz: number) => ({
  mediaType: 'audio/lpcm',
  sampleRateHertz,
  sampleSizeBits: 16,
  channelCount: 1,
  audioType: 'SPEECH',
  encoding: 'base64',
});

/**
 * Everything that goes before the caller's audio, in the order that Nova Sonic demands:
 * session, prompt, system text, history (once, before audio, first message from the user), audio.
 */
export function openingEvents(options: SpeechSessionOptions, names: SessionNames): InputEvent[] {
  return [
    sessionStart(options),
    promptStart(options, names.promptName),
    ...textContent(names.promptName, 'SYSTEM', options.systemPrompt),
    ...fromFirstUserMessage(options.history).flatMap(({ role, text }) =>
      textContent(names.promptName, role === 'user' ? 'USER' : 'ASSISTANT', text),
    ),
    {
      contentStart: {
        promptName: names.promptName,
        contentName: names.audioContentName,
        type: 'AUDIO',
        interactive: true,
        role: 'USER',
        audioInputConfiguration: pcmAudio(options.inputSampleRateHz),
      },
    },
  ];
}

export function closingEvents({ promptName, audioContentName }: SessionNames): InputEvent[] {
  return [
    { contentEnd: { promptName, contentName: audioContentName } },
    { promptEnd: { promptName } },
    { sessionEnd: {} },
  ];
}

/** @param pcm PCM16 little-endian at the session's input rate */
export function audioInput(names: SessionNames, pcm: Uint8Array): InputEvent {
  const { promptName, audioContentName: contentName } = names;
  const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  return { audioInput: { promptName, contentName, content: bytes.toString('base64') } };
}

/**
 * Words for the model to react to at once, as if the caller had said them. Source: Amazon Nova 2
 * user guide, "Cross-modal input".
 */
export function interactiveText(promptName: string, text: string): InputEvent[] {
  return textContent(promptName, 'USER', text, true);
}

/** A tool's result; its content is a JSON string, not an object. */
export function toolResultEvents(
  promptName: string,
  toolUseId: string,
  result: unknown,
): InputEvent[] {
  const contentName = randomUUID();
  return [
    {
      contentStart: {
        promptName,
        contentName,
        interactive: false,
        type: 'TOOL',
        role: 'TOOL',
        toolResultInputConfiguration: {
          toolUseId,
          type: 'TEXT',
          textInputConfiguration: TEXT_PLAIN,
        },
      },
    },
    { toolResult: { promptName, contentName, content: toJson(result) } },
    { contentEnd: { promptName, contentName } },
  ];
}

/** `turnDetectionConfiguration` is nested: given flat, the model answers with a ValidationException. */
function sessionStart(options: SpeechSessionOptions): InputEvent {
  return {
    sessionStart: {
      inferenceConfiguration: {
        maxTokens: options.maxTokens,
        topP: options.topP,
        temperature: options.temperature,
      },
      turnDetectionConfiguration: { endpointingSensitivity: options.endpointingSensitivity },
    },
  };
}

function promptStart(options: SpeechSessionOptions, promptName: string): InputEvent {
  const tools = options.tools.map(({ name, description, inputSchema }) => ({
    toolSpec: { name, description, inputSchema: { json: JSON.stringify(inputSchema) } },
  }));
  return {
    promptStart: {
      promptName,
      textOutputConfiguration: TEXT_PLAIN,
      audioOutputConfiguration: {
        ...pcmAudio(options.outputSampleRateHz),
        voiceId: options.voiceId,
      },
      ...(tools.length > 0 && {
        toolUseOutputConfiguration: { mediaType: 'application/json' },
        toolConfiguration: { tools },
      }),
    },
  };
}

/** The model waits for a result: one that cannot be written down is told as what it is, a failure. */
function toJson(result: unknown): string {
  try {
    return JSON.stringify(result ?? null);
  } catch {
    return JSON.stringify({ status: 'failed', error: 'The result could not be read.' });
  }
}

function textContent(
  promptName: string,
  role: string,
  content: string,
  interactive = false,
): InputEvent[] {
  const contentName = randomUUID();
  return [
    {
      contentStart: {
        promptName,
        contentName,
        type: 'TEXT',
        interactive,
        role,
        textInputConfiguration: TEXT_PLAIN,
      },
    },
    { textInput: { promptName, contentName, content } },
    { contentEnd: { promptName, contentName } },
  ];
}

function fromFirstUserMessage(history: readonly HistoryMessage[]): readonly HistoryMessage[] {
  const first = history.findIndex(({ role }) => role === 'user');
  return first < 0 ? [] : history.slice(first);
}
