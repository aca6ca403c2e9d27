import type { NovaEvent } from '../speech-model';
import { inputSchemas, type Input, type InputName } from './input-schemas';
import { OpenContents } from './open-contents';
import { ProtocolViolation } from './protocol-violation';
import type { ModelInput } from './model-input';

type Readers = { [Name in InputName]: (event: Input<Name>) => ModelInput | undefined };

/** Where in its life a session stands. */
type Stage = 'before-session' | 'session' | 'prompt' | 'prompt-ended' | 'ended';

/**
 * Reads the client's events and holds them to the order that Nova Sonic demands: session, prompt,
 * system text, history, the caller's audio beside tool results, and all of it closed again.
 */
export class InputProtocol {
  #stage: Stage = 'before-session';
  #session: Input<'sessionStart'> | undefined;
  #prompt: Input<'promptStart'> | undefined;
  readonly #contents = new OpenContents();

  /**
   * @returns what the event means to the model, if it is complete
   * @throws ProtocolViolation
   */
  read(event: NovaEvent): ModelInput | undefined {
    const [name = '', ...others] = Object.keys(event);
    if (others.length > 0 || !isInputName(name)) {
      throw new ProtocolViolation('An input must hold exactly one event of the protocol.');
    }
    const parsed = inputSchemas[name].safeParse(event[name]);
    if (!parsed.success) throw malformed(name, parsed.error.issues);
    return (this.#readers[name] as (event: unknown) => ModelInput | undefined)(parsed.data);
  }

  /** Tells of a tool call, to which one result may come. */
  toolUsed(toolUseId: string): void {
    this.#contents.expectToolResult(toolUseId);
  }

  readonly #readers: Readers = {
    sessionStart: (event) => {
      this.#step('sessionStart', 'before-session', 'session');
      this.#session = event;
      return undefined;
    },
    promptStart: (event) => {
      this.#step('promptStart', 'session', 'prompt');
      this.#prompt = event;
      return undefined;
    },
    contentStart: (event) => {
      this.#checkPrompt(event.promptName);
      this.#contents.start(event);
      return event.type === 'AUDIO' ? this.#opened(event) : undefined;
    },
    textInput: (event) => this.#payload(event, 'text'),
    audioInput: (event) => this.#payload(event, 'audio'),
    toolResult: (event) => this.#payload(event, 'tool-result'),
    contentEnd: (event) => {
      this.#checkPrompt(event.promptName);
      return this.#contents.end(event.contentName);
    },
    promptEnd: (event) => {
      this.#checkPrompt(event.promptName);
      this.#contents.checkAllEnded();
      this.#step('promptEnd', 'prompt', 'prompt-ended');
      return undefined;
    },
    sessionEnd: () => {
      this.#step('sessionEnd', 'prompt-ended', 'ended');
      return { type: 'ended' };
    },
  };

  #payload(
    event: { promptName: string; contentName: string; content: string },
    kind: 'text' | 'audio' | 'tool-result',
  ): ModelInput | undefined {
    this.#checkPrompt(event.promptName);
    return this.#contents.add(event.contentName, kind, event.content);
  }

  #opened(audio: Extract<Input<'contentStart'>, { type: 'AUDIO' }>): ModelInput {
    const { systemText, history } = this.#contents.conversation;
    if (!this.#session || !this.#prompt) throw new ProtocolViolation('There is no prompt yet.');
    return {
      type: 'opened',
      prompt: {
        promptName: this.#prompt.promptName,
        systemText,
        history,
        voiceId: this.#prompt.audioOutputConfiguration.voiceId,
        inputRateHz: audio.audioInputConfiguration.sampleRateHertz,
        outputRateHz: this.#prompt.audioOutputConfiguration.sampleRateHertz,
        endpointingSensitivity: this.#session.turnDetectionConfiguration.endpointingSensitivity,
      },
    };
  }

  #step(name: string, from: Stage, to: Stage): void {
    if (this.#stage !== from) throw new ProtocolViolation(`${name} came at the wrong time.`);
    this.#stage = to;
  }

  #checkPrompt(promptName: string): void {
    if (this.#stage !== 'prompt' || promptName !== this.#prompt?.promptName) {
      throw new ProtocolViolation('Content came outside of its prompt: promptStart comes first.');
    }
  }
}

function isInputName(name: string): name is InputName {
  return Object.hasOwn(inputSchemas, name);
}

function malformed(
  name: string,
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
): ProtocolViolation {
  const problems = issues.map(({ path, message }) =>
    [name, ...path.map(String)].join('.').concat(`: ${message}`),
  );
  return new ProtocolViolation(`The event is malformed. ${problems.join('; ')}`);
}
