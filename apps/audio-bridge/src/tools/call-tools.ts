import {
  ToolFailedError,
  toolInputProblems,
  ToolRefusedError,
  type AgentDefinition,
  type BuiltInToolName,
  type HandlerKind,
  type ToolCall,
  type ToolDefinition,
  type ToolKeys,
  type ToolRunner,
  type ToolRunners,
} from '@patchbay/agent';
import type { OpenToolUse } from '@patchbay/call';
import type { StoredTurn } from '@patchbay/contracts';
import { errorName, type Clock, type Logger } from '@patchbay/platform';
import type { Checkpoint } from '../checkpoint';
import type { Conversation } from '../conversation/conversation';
import { LOST_RESULT } from '../conversation/taken-over';
import type { AskKeys } from '../keypad';

export interface ToolUse {
  readonly toolUseId: string;
  readonly name: string;
  /** JSON text, as the model wrote it. */
  readonly input: string;
}

/** What the model is told; it words its next sentence by it. */
export type ToolResult =
  | { readonly status: 'ok'; readonly result: unknown }
  | { readonly status: 'failed'; readonly error: string };

export interface CallToolsOptions {
  readonly contactId: string;
  readonly agent: Pick<AgentDefinition, 'agentId' | 'tools'>;
  readonly runners: ToolRunners;
  readonly conversation: Pick<Conversation, 'toolUsed' | 'toolUses'>;
  readonly checkpoint: Pick<Checkpoint, 'save'>;
  readonly askKeys: AskKeys;
  /** What is left to do for the tools when the caller is gone. */
  readonly finish: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A tool that is at work. */
interface Work {
  /** Under which the model waits for it; another model may have asked for the same again. */
  toolUseId: string;
  /** The id of its first use: by it whoever does the work knows it. */
  readonly key: string;
}

type Outcome = StoredTurn['tools'][number]['outcome'];
type Done = (outcome: Outcome, result: ToolResult, cause?: unknown) => ToolResult;

const NO_SUCH_TOOL = 'There is no such tool.';
const OUT_OF_ORDER = 'It has a problem of its own at the moment.';

/** Runs one call's tools, several at once if the model likes. What fails is told honestly. */
export class CallTools {
  readonly #options: CallToolsOptions;
  readonly #over = new AbortController();
  #running = 0;
  readonly #atWork = new Map<Work, Promise<ToolResult>>();

  constructor(options: CallToolsOptions) {
    this.#options = options;
  }

  /**
   * Runs the tool that the model asked for. Tools that steer the call have done so when this
   * returns its promise; the others take their time.
   * @returns what to tell the model; undefined when it waits under another id by now; never rejects
   */
  async use({ toolUseId, name, input }: ToolUse): Promise<ToolResult | undefined> {
    const { agent, clock, conversation } = this.#options;
    const tool = agent.tools.find((known) => known.name === name);
    const startedMs = clock.monotonicMs();
    const done: Done = (outcome, result, cause) =>
      this.#finish({ name: tool ? name : 'unknown', outcome }, startedMs, result, cause);

    const before = conversation.toolUses.sameWish({ toolUseId, name, input });
    if (before?.stage === 'lost') return done('unknown', LOST_RESULT);
    if (before) return this.#useAgain(before, toolUseId);
    if (!tool) return done('unknown', { status: 'failed', error: NO_SUCH_TOOL });
    const parsed = parseJson(input);
    const problems = toolInputProblems(tool, parsed);
    if (problems.length > 0)
      return done('failed', { status: 'failed', error: problems.join('; ') });
    conversation.toolUses.asked({ toolUseId, name, input });
    const work: Work = { toolUseId, key: toolUseId };
    const working = this.#run(tool, work, parsed as ToolCall['input'], done);
    this.#atWork.set(work, working);
    const result = await working;
    conversation.toolUses.answered(work.toolUseId, result);
    if (actsOutside(tool)) await this.#keep().catch(() => undefined);
    this.#atWork.delete(work);
    return work.toolUseId === toolUseId ? result : undefined;
  }

  /** A model before asked for it and is gone: this one gets what came of it, or will. */
  async #useAgain(before: OpenToolUse, toolUseId: string): Promise<ToolResult | undefined> {
    const found = [...this.#atWork].find(([work]) => work.toolUseId === before.toolUseId);
    this.#options.conversation.toolUses.askedAgain(before.toolUseId, toolUseId);
    if (!found) return before.result === undefined ? undefined : JSON.parse(before.result);
    const [work, working] = found;
    work.toolUseId = toolUseId;
    const result = await working;
    return work.toolUseId === toolUseId ? result : undefined;
  }

  async #run(
    tool: ToolDefinition,
    work: Work,
    input: ToolCall['input'],
    done: Done,
  ): Promise<ToolResult> {
    try {
      const keys = tool.keys ? await this.#collect(tool.keys) : {};
      if (actsOutside(tool)) await this.#start(work);
      const result = await this.#handle(tool, work.key, { ...input, ...keys });
      return done('ok', { status: 'ok', result });
    } catch (error) {
      return done('failed', { status: 'failed', error: explain(error) }, error);
    }
  }

  /** In the record before it is done: whatever becomes of this bridge, no other does it again. */
  async #start({ toolUseId }: Work): Promise<void> {
    this.#options.conversation.toolUses.running(toolUseId);
    await this.#keep();
  }

  #keep(): Promise<void> {
    return this.#options.checkpoint.save();
  }

  /** A tool has not come back yet. */
  get atWork(): boolean {
    return this.#running > 0;
  }

  /** The caller is gone: stores what a tool was still taking down. */
  finish(): Promise<void> {
    return this.#options.finish();
  }

  /** Nobody waits for a tool any more. */
  stop(): void {
    this.#over.abort();
  }

  /** What the tool wants to know by keys; it goes to the tool alone. */
  async #collect(keys: ToolKeys): Promise<ToolCall['input']> {
    const pressed = await this.#options.askKeys(keys);
    if (pressed === '') throw new ToolRefusedError('The caller pressed no keys.');
    return { [keys.input]: pressed };
  }

  #handle(tool: ToolDefinition, toolUseId: string, input: ToolCall['input']): Promise<unknown> {
    const { contactId, agent, runners } = this.#options;
    const { name, handler } = tool;
    // The runner of this kind takes handlers of this kind, which types cannot tell.
    const runner = runners[handler.kind] as ToolRunner<HandlerKind>;
    const call = { contactId, agentId: agent.agentId, toolUseId, name, handler, input };
    this.#running += 1;
    return runner.run(call, this.#over.signal).finally(() => (this.#running -= 1));
  }

  #finish(
    tool: { name: string; outcome: Outcome },
    startedMs: number,
    result: ToolResult,
    cause: unknown,
  ): ToolResult {
    const { conversation, clock, logger, contactId } = this.#options;
    conversation.toolUsed(tool, clock.nowMs());
    logger[tool.outcome === 'ok' ? 'info' : 'warn']('A tool was used', {
      contactId,
      tool: tool.name,
      outcome: tool.outcome,
      durationMs: Math.round(clock.monotonicMs() - startedMs),
      ...(cause !== undefined && { errorName: errorName(cause) }),
    });
    return result;
  }
}

/** The bridge's own tools that do more than change the record: what they did may be out already. */
const STORING_TOOLS: ReadonlySet<string> = new Set<BuiltInToolName>([
  'schedule_callback',
  'take_voicemail',
]);

/** Whether its work cannot be done twice without somebody else's noticing. */
const actsOutside = ({ name, handler }: ToolDefinition) =>
  handler.kind !== 'built-in' || STORING_TOOLS.has(name);

/** Errors of tools are worded for the model; those of others are not for its ears. */
function explain(error: unknown): string {
  const isForModel = error instanceof ToolFailedError || error instanceof ToolRefusedError;
  return isForModel ? error.message : OUT_OF_ORDER;
}

/** @returns undefined, which no input schema accepts, when the text is not JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
