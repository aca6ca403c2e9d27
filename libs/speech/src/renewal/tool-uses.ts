import type { Leg } from './leg';

interface ToolUse {
  readonly leg: Leg;
  readonly name: string;
  /** Somebody was told of it, and works at it. */
  atWork: boolean;
}

/** Tool calls without a result yet, and the session that waits for each. */
export class ToolUses {
  readonly #open = new Map<string, ToolUse>();

  asked(toolUseId: string, leg: Leg, name: string): void {
    this.#open.set(toolUseId, { leg, name, atWork: false });
  }

  handedOut(toolUseId: string): void {
    const use = this.#open.get(toolUseId);
    if (use) use.atWork = true;
  }

  get isAnyAtWork(): boolean {
    return [...this.#open.values()].some(({ atWork }) => atWork);
  }

  /** The call that this is the result of; undefined if it has one already, or never was. */
  take(toolUseId: string): ToolUse | undefined {
    const use = this.#open.get(toolUseId);
    this.#open.delete(toolUseId);
    return use;
  }
}

/** A result that comes too late for the session in which it was asked for, as words to another. */
export function lateResult(tool: string, result: unknown): string {
  try {
    return `Result of ${tool}: ${JSON.stringify(result ?? null)}`;
  } catch {
    return `Result of ${tool}: it failed.`;
  }
}
