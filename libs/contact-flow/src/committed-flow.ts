/** What Connect calls the kinds of flows that we have; each kind allows other actions. */
export type FlowKind = 'CONTACT_FLOW' | 'CUSTOMER_QUEUE' | 'AGENT_WHISPER';

/**
 * The committed flows, by the name of their file (`contact-flows/<name>.flow.json`), in the order
 * in which an instance must get them: the inbound flow names the others. A disconnect flow is of
 * the kind CONTACT_FLOW (administrator guide, "Set disconnect flow").
 */
export const FLOWS = {
  'agent-whisper': { kind: 'AGENT_WHISPER', placeholder: 'AgentWhisperFlowArn' },
  queue: { kind: 'CUSTOMER_QUEUE', placeholder: 'QueueFlowArn' },
  disconnect: { kind: 'CONTACT_FLOW', placeholder: 'DisconnectFlowArn' },
  inbound: { kind: 'CONTACT_FLOW' },
} as const satisfies Record<string, { kind: FlowKind; placeholder?: string }>;
export type FlowName = keyof typeof FLOWS;

/** The file of a committed flow, under `contact-flows/`. */
export const flowFile = (name: FlowName) => `${name}.flow.json`;

/** The name under which a deployment puts a flow on an instance. */
export const deployedFlowName = (name: FlowName, prefix = 'patchbay-') => `${prefix}${name}`;

/** A flow of an instance, as the Connect API lists it. */
export interface DeployedFlow {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
}

/** The flows that a Connect instance runs. */
export interface DeployedFlows {
  list(): Promise<readonly DeployedFlow[]>;
  /** The published content, in the flow language. */
  contentOf(flowId: string): Promise<string>;
}

/** A phone number that a Connect instance has. */
export interface PhoneLine {
  readonly id: string;
  /** In E.164 form. */
  readonly number: string;
}

/** The phone numbers of a Connect instance, and which flow answers them. */
export interface PhoneLines {
  list(): Promise<readonly PhoneLine[]>;
  answerWith(lineId: string, flowId: string): Promise<void>;
}
