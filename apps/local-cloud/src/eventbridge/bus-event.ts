import { randomUUID } from 'node:crypto';
import { LOCAL_ACCOUNT_ID } from '../client-config';

/** An event as EventBridge hands it to targets: the body of the SQS message is this, as JSON. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventContent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly resources?: readonly string[] | undefined;
  readonly timeMs: number;
}

export const busEvent = (region: string, content: EventContent): BusEvent => ({
  version: '0',
  id: randomUUID(),
  'detail-type': content.detailType,
  source: content.source,
  account: LOCAL_ACCOUNT_ID,
  time: `${new Date(content.timeMs).toISOString().slice(0, 19)}Z`,
  region,
  resources: content.resources ?? [],
  detail: content.detail,
});
