import type { AwsRequest, AwsResponse } from './aws-service';
import { AwsFault } from './aws-fault';
import { operationName, signedFor } from './signed-for';

/** A request as a disturbance sees it. */
export interface DisturbedRequest {
  /** The SigV4 signing name: `sqs`, `s3`, `dynamodb`, `events` … */
  readonly service: string | undefined;
  /** As `operationName` words it, such as `DynamoDB_20120810.UpdateItem` or `PUT /bucket`. */
  readonly operation: string;
}

/** What happens to a request in place of its answer. */
export type Harm =
  /** It is answered with this error of AWS's. */
  | { readonly status: number; readonly errorType: string }
  /** Its connection is cut. */
  | 'cut'
  /** It never gets an answer. */
  | 'hang';

/** Decides over each request: undefined lets it pass. */
export type Disturbance = (request: DisturbedRequest) => Harm | undefined;

/** Disturbs requests before they reach their service, as an outage or a throttle of AWS would. */
export class Disturbances {
  readonly #active = new Set<Disturbance>();

  /** @returns what ends it */
  add(disturbance: Disturbance): () => void {
    this.#active.add(disturbance);
    return () => void this.#active.delete(disturbance);
  }

  /**
   * @returns whether the request was cut or left hanging, and so needs no service
   * @throws AwsFault when it is to be answered by an error
   */
  harm(request: AwsRequest, response: AwsResponse): boolean {
    if (this.#active.size === 0) return false;
    const seen = { service: signedFor(request), operation: operationName(request) };
    for (const disturbance of this.#active) {
      const harm = disturbance(seen);
      if (harm === undefined) continue;
      if (harm === 'cut') response.destroy();
      else if (harm !== 'hang') throw new AwsFault(harm.status, harm.errorType, 'As wanted.');
      return true;
    }
    return false;
  }
}
