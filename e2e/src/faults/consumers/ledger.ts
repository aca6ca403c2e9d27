import type { LocalCloud } from '@patchbay/local-cloud';

export interface Tally {
  readonly effects: number;
  readonly lost: number;
  /** Effects beyond one of the same event. */
  readonly doubled: number;
}

/** What reached the webhook's receiver, against the ids that were published. */
export function tallyWebhooks(cloud: LocalCloud, ids: readonly string[]): Tally {
  return tally(
    cloud.webhooks.deliveries.map(({ body }) => (body as { id: string }).id),
    ids,
  );
}

/** `happened`: an id an effect; `wanted`: the ids that want one each. */
export function tally(happened: readonly string[], wanted: readonly string[]): Tally {
  const seen = new Set(happened);
  return {
    effects: seen.size,
    lost: wanted.filter((id) => !seen.has(id)).length,
    doubled: happened.length - seen.size,
  };
}
