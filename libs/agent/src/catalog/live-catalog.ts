import { errorName, sleep, type Logger } from '@patchbay/platform';
import type { AgentCatalog, AgentSource } from '../agent-catalog';
import type { AgentDefinition } from '../agent-definition';
import { NoAgentsError } from '../errors';
import type { AgentFiles } from '../files/agent-files';
import type { ParsedAgent } from '../files/assemble-agent';
import type { AgentProblem } from '../files/problem';
import { Roster } from './roster';

/** Puts an agent together from the files of its folder. */
export type AgentParser = (folder: string, files: AgentFiles) => ParsedAgent;

/**
 * Agents that change while calls go on. A folder is read again when its version changes; a broken
 * one is refused, with a log line for each mistake, and the last good one stays. Calls under way
 * keep the agent that they began with.
 */
export class LiveCatalog implements AgentCatalog {
  readonly #source: AgentSource;
  readonly #parse: AgentParser;
  readonly #logger: Logger;
  readonly #roster = new Roster();
  /** The version of each folder as it was last read, good or not. */
  #versions: ReadonlyMap<string, string> = new Map();
  /** Agents that wait for a number that another one still answers. */
  #turnedAway: readonly AgentDefinition[] = [];

  constructor(source: AgentSource, parse: AgentParser, logger: Logger) {
    this.#source = source;
    this.#parse = parse;
    this.#logger = logger;
  }

  get agentIds(): readonly string[] {
    return this.#roster.ids();
  }

  byId(agentId: string): Promise<AgentDefinition> {
    return this.#roster.byId(agentId);
  }

  byDialledNumber(dialledNumber: string): Promise<AgentDefinition> {
    return this.#roster.byDialledNumber(dialledNumber);
  }

  /**
   * Takes over what has changed in the source.
   * @returns the mistakes of the agents that were refused
   */
  async refresh(): Promise<readonly AgentProblem[]> {
    const versions = await this.#source.versions();
    // An empty place is a wrong place, not an order to dismiss everybody.
    if (versions.size === 0) throw new NoAgentsError();
    const changed = [...versions.keys()].filter(
      (id) => versions.get(id) !== this.#versions.get(id),
    );
    const gone = this.agentIds.filter((id) => !versions.has(id));
    if (changed.length + gone.length === 0) return [];
    const parsed = await Promise.all(
      changed.map(async (id) => this.#parse(id, await this.#source.read(id))),
    );
    this.#versions = versions;
    for (const agentId of gone) this.#roster.dismiss(agentId);
    const waiting = this.#turnedAway.filter(
      ({ agentId }) => versions.has(agentId) && !changed.includes(agentId),
    );
    const agents = [...parsed.flatMap(({ agent }) => agent ?? []), ...waiting];
    const problems = [...parsed.flatMap(({ problems }) => problems), ...this.#replace(agents)];
    this.#log(problems);
    return problems;
  }

  /** Refreshes every `intervalMs` until the signal aborts; a source that is away changes nothing. */
  async keepFresh(intervalMs: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      await sleep(intervalMs, signal);
      if (signal.aborted) return;
      await this.refresh().catch((error: unknown) =>
        this.#logger.warn('The agents cannot be read; the last ones stay', {
          errorName: errorName(error),
        }),
      );
    }
  }

  /** All leave before any comes, so that two agents can exchange their numbers. */
  #replace(agents: readonly AgentDefinition[]): readonly AgentProblem[] {
    const before = new Map(agents.map(({ agentId }) => [agentId, this.#roster.dismiss(agentId)]));
    const refused = new Map(agents.map((agent) => [agent, this.#roster.admit(agent)] as const));
    this.#turnedAway = agents.filter((agent) => refused.get(agent)?.length);
    for (const { agentId } of this.#turnedAway) {
      const lastGood = before.get(agentId);
      if (lastGood) this.#roster.admit(lastGood);
    }
    return [...refused.values()].flat();
  }

  #log(problems: readonly AgentProblem[]): void {
    for (const { file, path } of problems) {
      this.#logger.error('An agent is refused because of a mistake', { file, path });
    }
    this.#logger.info('Agents were read', { count: this.agentIds.length });
  }
}
