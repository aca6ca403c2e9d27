import { createHash } from 'node:crypto';
import type { OpenToolUse } from '@patchbay/call';

/** A longer result is not kept: the record, in which it would stand, is written at every step. */
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
 * Which tools the model has asked for and not spoken of yet, so that the next owner of a call runs
 * none twice and tells what is known. Pure.
 */
export class OpenToolUses {
  #uses: OpenToolUse[];

  constructor(uses: readonly OpenToolUse[] = []) {
    this.#uses = structuredClone([...uses]);
  }

  snapshot(): OpenToolUse[] {
    return structuredClone(this.#uses);
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
    const text = JSON.stringify(result);
    use.stage = 'answered';
    use.result = Buffer.byteLength(text) <= KEPT_RESULT_BYTES ? text : LONG_RESULT;
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

  /** New words of the caller may be a new wish for what was lost. */
  callerSaid(): void {
    this.#uses = this.#uses.filter(
      ({ stage, told, harmless }) => stage !== 'lost' || !told || !harmless,
    );
  }

  /** Whether an owner before ran the same wish, and nobody knows what became of it. */
  isLost({ name, input }: Pick<AskedTool, 'name' | 'input'>): boolean {
    const digest = digestOf(name, input);
    return this.#uses.some((use) => use.stage === 'lost' && use.digest === digest);
  }

  #find(toolUseId: string): OpenToolUse | undefined {
    return this.#uses.find((use) => use.toolUseId === toolUseId);
  }
}

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
