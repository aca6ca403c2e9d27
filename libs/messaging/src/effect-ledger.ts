/**
 * Names one effect of one event: what cannot be overwritten (a webhook, a task, a call) must not
 * happen twice although its event may come twice. Same `source` and `id` means the same event.
 */
export interface EffectKey {
  readonly source: string;
  readonly id: string;
  /** What the event leads to, such as the name of a notification channel. */
  readonly effect: string;
}

export type EffectClaim =
  /** It is ours to carry out now. */
  | 'granted'
  /** It was carried out already. */
  | 'done'
  /** Another consumer is at it, or died over it less than a lease ago: come back later. */
  | 'busy';

/** Port: the ledger of effects that were carried out. */
export interface EffectLedger {
  /** One conditional step: of several consumers one is granted the effect. */
  claim(key: EffectKey): Promise<EffectClaim>;
  /** The effect is confirmed: from now on every claim answers `done`. */
  confirm(key: EffectKey): Promise<void>;
}
