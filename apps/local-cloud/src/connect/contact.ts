import { randomUUID } from 'node:crypto';

/** A contact of the simulated instance: what its flow knows and what its agent would see. */
export interface Contact {
  readonly contactId: string;
  readonly instanceArn: string;
  /** The number that was dialled (E.164). */
  readonly systemNumber: string;
  readonly customerNumber: string;
  readonly initiatedAtMs: number;
  disconnectedAtMs?: number;
  /** Contact attributes: they outlive the flow and stand on the agent's screen. */
  readonly attributes: Map<string, string>;
  /** `$.FlowAttributes` */
  readonly flowAttributes: Map<string, string>;
  /** `$.External`: the last Lambda answer, whole. */
  external: Readonly<Record<string, string>>;
  /** `$.StoredCustomerInput` */
  storedInput?: string;
  /** Set once media streaming has started, and kept after it stopped. */
  media?: { readonly streamArn: string; readonly startTimestampMs: number };
  /** Flows that run when something happens later, by event; the simulation keeps them alone. */
  readonly eventHooks: Map<string, string>;
  queueArn?: string;
  /** The number outside of the instance (E.164) that the caller was connected to. */
  outsideNumber?: string;
  /** Time spent in Lambda functions since the caller was last played something. */
  lambdaMsSincePrompt: number;
}

/** From the range kept free for fiction (North American Numbering Plan). */
const CALLER_NUMBER = '+12025550143';

/** A contact at the start of its flow. */
export function newContact(beginning: {
  readonly instanceArn: string;
  readonly systemNumber: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly initiatedAtMs: number;
}): Contact {
  const { attributes = {}, ...given } = beginning;
  return {
    contactId: randomUUID(),
    ...given,
    customerNumber: CALLER_NUMBER,
    attributes: new Map(Object.entries(attributes)),
    flowAttributes: new Map(),
    eventHooks: new Map(),
    external: {},
    lambdaMsSincePrompt: 0,
  };
}

/** The instance's id: the last part of its ARN. */
export const instanceIdOf = ({ instanceArn }: Contact) => instanceArn.split('/').at(-1) ?? '';
