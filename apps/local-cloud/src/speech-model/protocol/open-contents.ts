import type { Input } from './input-schemas';
import type { HistoryMessage, ModelInput } from './model-input';
import { ProtocolViolation } from './protocol-violation';

type ContentStart = Input<'contentStart'>;
type Kind = 'text' | 'audio' | 'tool-result';

interface Content {
  readonly start: ContentStart;
  text: string;
}

const KINDS = { TEXT: 'text', AUDIO: 'audio', TOOL: 'tool-result' } as const;

/**
 * The contents of one prompt: which are open, which may still come, and what was said in them.
 * Text of the user that is interactive comes amid the audio and is answered (Amazon Nova 2 user
 * guide, "Cross-modal input"); other texts are history and come before it.
 */
export class OpenContents {
  readonly #open = new Map<string, Content>();
  readonly #usedNames = new Set<string>();
  readonly #expectedToolUseIds = new Set<string>();
  readonly #history: HistoryMessage[] = [];
  #systemText: string | undefined;
  #audioStarted = false;

  get conversation(): { systemText: string; history: readonly HistoryMessage[] } {
    return { systemText: this.#systemText ?? '', history: [...this.#history] };
  }

  expectToolResult(toolUseId: string): void {
    this.#expectedToolUseIds.add(toolUseId);
  }

  start(start: ContentStart): void {
    demand(!this.#usedNames.has(start.contentName), 'A contentName may be used only once.');
    if (start.type === 'TEXT') this.#checkText(start);
    if (start.type === 'AUDIO') this.#startAudio(start.interactive);
    if (start.type === 'TOOL') this.#checkTool(start.toolResultInputConfiguration.toolUseId);
    this.#usedNames.add(start.contentName);
    this.#open.set(start.contentName, { start, text: '' });
  }

  add(contentName: string, kind: Kind, payload: string): ModelInput | undefined {
    const content = this.#open.get(contentName);
    demand(content !== undefined, 'Input came for a content that is not open.');
    demand(KINDS[content.start.type] === kind, 'Input came for a content of another type.');
    if (kind === 'audio') return { type: 'audio', pcm: toPcm(payload) };
    content.text += payload;
    return undefined;
  }

  end(contentName: string): ModelInput | undefined {
    const content = this.#open.get(contentName);
    demand(content !== undefined, 'contentEnd came for a content that is not open.');
    this.#open.delete(contentName);
    return this.#completed(content);
  }

  checkAllEnded(): void {
    demand(this.#open.size === 0, 'promptEnd came while a content was open.');
  }

  #completed({ start, text }: Content): ModelInput | undefined {
    if (start.type === 'TOOL') {
      const { toolUseId } = start.toolResultInputConfiguration;
      demand(text !== '', 'A tool result must not be empty.');
      return { type: 'tool-result', toolUseId, content: text };
    }
    if (start.type === 'TEXT' && start.interactive) return { type: 'text', text };
    if (start.type === 'TEXT' && start.role === 'SYSTEM') this.#systemText = text;
    else if (start.type === 'TEXT') {
      this.#history.push({ role: start.role as HistoryMessage['role'], text });
    }
    return undefined;
  }

  #checkText({ role, interactive }: Extract<ContentStart, { type: 'TEXT' }>): void {
    if (interactive && role === 'USER') {
      return demand(this.#audioStarted, 'Text of the caller comes while their audio is open.');
    }
    demand(this.#open.size === 0, 'Texts before the audio come one after another.');
    demand(!this.#audioStarted, 'System text and history come before the audio.');
    if (role === 'SYSTEM') {
      demand(this.#systemText === undefined, 'The system text comes once, and first.');
      return;
    }
    demand(this.#systemText !== undefined, 'History comes after the system text.');
    demand(!interactive, 'History must not be interactive.');
    demand(this.#history.length > 0 || role === 'USER', 'History begins with a USER message.');
  }

  #startAudio(interactive: boolean): void {
    demand(!this.#audioStarted, 'A prompt has one audio content.');
    demand(this.#systemText !== undefined, 'The system text comes before the audio.');
    demand(this.#open.size === 0, 'A text was still open when the audio began.');
    demand(interactive, "The caller's audio must be interactive.");
    this.#audioStarted = true;
  }

  #checkTool(toolUseId: string): void {
    const expected = this.#expectedToolUseIds.delete(toolUseId);
    demand(expected, 'A tool result came for a toolUseId that waits for none.');
  }
}

function demand(condition: boolean, rule: string): asserts condition {
  if (!condition) throw new ProtocolViolation(rule);
}

function toPcm(base64: string): Int16Array {
  const bytes = Buffer.from(base64, 'base64');
  demand(bytes.length % 2 === 0, 'Audio of 16 bits has an even number of bytes.');
  return new Int16Array(new Uint8Array(bytes).buffer);
}
