import { LOCAL_ACCOUNT_ID } from '../client-config';
import { AwsFault } from '../front/aws-fault';
import type { BusEvent } from './bus-event';
import { compilePattern, type EventMatcher } from './event-pattern';
import type { Target } from './target-delivery';

interface Rule {
  readonly arn: string;
  readonly enabled: boolean;
  readonly matches: EventMatcher;
  readonly targets: Map<string, Target>;
}

/** The bus on which AWS services publish; it is always there. */
export const DEFAULT_BUS = 'default';

/** Event buses with their rules. Buses are named by name or ARN. */
export class Buses {
  readonly #region: string;
  readonly #rulesByBus = new Map([[DEFAULT_BUS, new Map<string, Rule>()]]);

  constructor(region: string) {
    this.#region = region;
  }

  /** @returns its ARN @throws AwsFault ResourceAlreadyExistsException */
  create(name: string): string {
    if (this.#rulesByBus.has(name)) {
      throw new AwsFault(
        400,
        'ResourceAlreadyExistsException',
        `Event bus ${name} exists already.`,
      );
    }
    this.#rulesByBus.set(name, new Map());
    return this.#arn(`event-bus/${name}`);
  }

  /** A rule put again keeps its targets. @returns its ARN @throws AwsFault */
  putRule(bus: string, name: string, pattern: string, enabled: boolean): string {
    const rules = this.#rules(bus);
    const busPart = shortName(bus) === DEFAULT_BUS ? '' : `${shortName(bus)}/`;
    const arn = this.#arn(`rule/${busPart}${name}`);
    const targets = rules.get(name)?.targets ?? new Map<string, Target>();
    rules.set(name, { arn, enabled, matches: compilePattern(pattern), targets });
    return arn;
  }

  /** @throws AwsFault ResourceNotFoundException */
  putTargets(bus: string, rule: string, targets: readonly Target[]): void {
    const found = this.#rules(bus).get(rule);
    if (!found) throw notFound(`Rule ${rule}`);
    for (const target of targets) found.targets.set(target.Id, target);
  }

  /** The targets of every enabled rule that the event matches. */
  targetsOf(bus: string, event: BusEvent): { ruleArn: string; target: Target }[] {
    return [...this.#rules(bus).values()]
      .filter((rule) => rule.enabled && rule.matches({ ...event }))
      .flatMap(({ arn, targets }) =>
        [...targets.values()].map((target) => ({ ruleArn: arn, target })),
      );
  }

  #rules(bus: string): Map<string, Rule> {
    const rules = this.#rulesByBus.get(shortName(bus));
    if (!rules) throw notFound(`Event bus ${bus}`);
    return rules;
  }

  #arn(resource: string): string {
    return `arn:aws:events:${this.#region}:${LOCAL_ACCOUNT_ID}:${resource}`;
  }
}

const shortName = (bus: string) => bus.slice(bus.lastIndexOf('/') + 1);

const notFound = (what: string) =>
  new AwsFault(400, 'ResourceNotFoundException', `${what} does not exist.`);
