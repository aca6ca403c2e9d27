import type { NovaEvent } from '../speech-model';

/** Events as a client sends them, for tests of what is on the other side. */
export const ids = { promptName: 'prompt-1', contentName: 'audio-1' } as const;

const plainText = { mediaType: 'text/plain' };
const pcmFormat = {
  mediaType: 'audio/lpcm',
  sampleSizeBits: 16,
  channelCount: 1,
  encoding: 'base64',
  audioType: 'SPEECH',
};

export const sessionStart: NovaEvent = {
  sessionStart: {
    inferenceConfiguration: { maxTokens: 1024, topP: 0.9, temperature: 0.7 },
    turnDetectionConfiguration: { endpointingSensitivity: 'MEDIUM' },
  },
};

export const promptStart: NovaEvent = {
  promptStart: {
    promptName: ids.promptName,
    textOutputConfiguration: plainText,
    audioOutputConfiguration: { ...pcmFormat, sampleRateHertz: 24000, voiceId: 'tiffany' },
  },
};

let contents = 0;

export function textContent(
  role: 'SYSTEM' | 'USER' | 'ASSISTANT',
  content: string,
  { interactive = false } = {},
): NovaEvent[] {
  const names = { promptName: ids.promptName, contentName: `text-${++contents}` };
  const start = { ...names, type: 'TEXT', role, interactive, textInputConfiguration: plainText };
  return [{ contentStart: start }, { textInput: { ...names, content } }, { contentEnd: names }];
}

export const audioContent: NovaEvent = {
  contentStart: {
    ...ids,
    type: 'AUDIO',
    role: 'USER',
    interactive: true,
    audioInputConfiguration: { ...pcmFormat, sampleRateHertz: 16000 },
  },
};

/** All that comes before the caller's audio. */
export function opening(systemText = 'You help.'): NovaEvent[] {
  return [sessionStart, promptStart, ...textContent('SYSTEM', systemText), audioContent];
}

export function audioInput(pcm: Int16Array): NovaEvent {
  const content = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64');
  return { audioInput: { ...ids, content } };
}

export function toolResult(toolUseId: string, result: object): NovaEvent[] {
  const names = { promptName: ids.promptName, contentName: `result-${++contents}` };
  const toolResultInputConfiguration = {
    toolUseId,
    type: 'TEXT',
    textInputConfiguration: plainText,
  };
  const start = { ...names, type: 'TOOL', role: 'TOOL', interactive: false };
  return [
    { contentStart: { ...start, toolResultInputConfiguration } },
    { toolResult: { ...names, content: JSON.stringify(result) } },
    { contentEnd: names },
  ];
}

export const closing: readonly NovaEvent[] = [
  { contentEnd: ids },
  { promptEnd: { promptName: ids.promptName } },
  { sessionEnd: {} },
];
