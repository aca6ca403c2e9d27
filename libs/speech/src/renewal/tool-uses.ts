import type { Leg } from './leg';
import type { NamedToolUse } from './renewing-session';

interface ToolUse {
  /** The session that asked for it; undefined if it was inherited. */
  readonly leg?: Leg;
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

  /** It was asked for before this talk began here, and somebody works at it. */
  inherited({ toolUseId, name }: NamedToolUse): void {
    if (!this.#open.has(toolUseId)) this.#open.set(toolUseId, { name, atWork: true });
  }

  handedOut(toolUseId: string): void {
    const use = this.#open.get(toolUseId);
    if (use) use.atWork = true;
  }

  /** The call that this is the result of; undefined if it has one already, or never was. */
  take(toolUseId: string): ToolUse | undefined {
    const use = this.#open.get(toolUseId);
    this.#open.delete(toolUseId);
    return use;
  }
}
