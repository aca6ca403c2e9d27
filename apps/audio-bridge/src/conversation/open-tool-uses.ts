import { createHash } from 'node:crypto';
import type { OpenToolUse } from '@patchbay/call';

/** A longer result does not go into the record, which is written at every step. */
export const KEPT_RESULT_BYTES = 4096;

/** Stands for a result that was too long to keep. */
const LONG_RESULT = JSON.stringify({ status: 'ok', result: 'It was done. The answer is lost.' });

export interface AskedTool {
  readonly toolUseId: string;
  readonly name: string;
  /** JSON text, as the model wrote it. */
  readonly input: string;
}

/**
 * Which tools the model has asked for and not spoken of yet, so that whoever goes on with a talk,
 * another session of the model or another owner of the call, is told what is known and has nothing
 * done twice. Pure.
 */
export class OpenToolUses {
  #uses: OpenToolUse[];
  /** Those that the model which carries the talk has not asked for itself. */
  #earlier: ReadonlySet<string> = new Set();

  constructor(uses: readonly OpenToolUse[] = []) {
    this.#uses = structuredClone([...uses]);
  }

  snapshot(): OpenToolUse[] {
    return this.#uses.map(({ result, ...use }) => ({
      ...use,
      ...(result !== undefined && { result: isLong(result) ? LONG_RESULT : result }),
    }));
  }

  /** Of which the model has not begun to speak; what was lost is told once. */
  get untold(): readonly OpenToolUse[] {
    return this.#uses.filter(({ told }) => !told);
  }

  /** Another model takes the talk. */
  modelChanged(): void {
    this.#earlier = new Set(this.#uses.map(({ toolUseId }) => toolUseId));
  }

  /** Nothing was done yet; running it anew does no harm. */
  asked({ toolUseId, name, input }: AskedTool): void {
    if (this.#find(toolUseId)) return;
    this.#uses.push({ toolUseId, name, stage: 'asked', input, digest: digestOf(name, input) });
  }

  /** From here on nobody else may run it. */
  running(toolUseId: string): void {
    const use = this.#find(toolUseId);
    if (!use) return;
    use.stage = 'running';
    delete use.input;
  }

  answered(toolUseId: string, result: unknown): void {
    const use = this.#find(toolUseId);
    if (!use) return;
    use.stage = 'answered';
    use.result = JSON.stringify(result);
    delete use.input;
  }

  /** What comes now is said with the results in mind. */
  replyBegan(): void {
    for (const use of this.#uses) {
      if (use.stage === 'answered' || use.stage === 'lost') use.told = true;
    }
  }

  /** What was begun to be told is told; what was lost stays known. */
  replyEnded(): void {
    this.#uses = this.#uses.filter(({ stage, told }) => stage === 'lost' || !told);
  }

  /**
   * What the caller was told may be half of a sentence: such a result is told anew.
   * @returns whether there was any
   */
  replyCut(): boolean {
    const told = this.#uses.filter((use) => use.stage === 'answered' && use.told);
    for (const use of told) delete use.told;
    return told.length > 0;
  }

  /** New words of the caller may be a new wish for what was lost. */
  callerSaid(): void {
    this.#uses = this.#uses.filter(
      ({ stage, told, harmless }) => stage !== 'lost' || !told || !harmless,
    );
  }

  /** The use for the same wish that a model before has asked for, and that is not done with. */
  sameWish({ toolUseId, name, input }: AskedTool): OpenToolUse | undefined {
    const digest = digestOf(name, input);
    return this.#uses.find(
      (use) =>
        use.digest === digest && use.toolUseId !== toolUseId && this.#earlier.has(use.toolUseId),
    );
  }

  /** The model that carries the talk waits for it now, under an id of its own. */
  askedAgain(toolUseId: string, newId: string): void {
    const use = this.#find(toolUseId);
    if (use) use.toolUseId = newId;
  }

  #find(toolUseId: string): OpenToolUse | undefined {
    return this.#uses.find((use) => use.toolUseId === toolUseId);
  }
}

const isLong = (result: string) => Buffer.byteLength(result) > KEPT_RESULT_BYTES;

/** The same wish, however its JSON is written, has the same digest. */
function digestOf(name: string, input: string): string {
  return createHash('sha256')
    .update(`${name} ${canonical(input)}`)
    .digest('base64url')
    .slice(0, 16);
}

function canonical(json: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(json)));
  } catch {
    return json;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
