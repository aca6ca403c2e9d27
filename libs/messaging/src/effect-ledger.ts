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

/** Names one claim of an effect; the next claim of the same effect has another. */
export type ClaimToken = string;

export type EffectClaim =
  /** It is ours to carry out now. */
  | { readonly kind: 'granted'; readonly token: ClaimToken }
  /** It was carried out already. */
  | { readonly kind: 'done' }
  /** Another consumer is at it, or died over it: nothing tells the two apart but time. */
  | { readonly kind: 'busy'; readonly token: ClaimToken };

/** Port: the ledger of effects that were carried out. */
export interface EffectLedger {
  /**
   * One conditional step: of several consumers one is granted the effect. `abandoned` takes over
   * from a claim that was seen and is given up, if it is still that one.
   */
  claim(key: EffectKey, abandoned?: ClaimToken): Promise<EffectClaim>;
  /** The effect is certain: from now on every claim answers `done`. */
  confirm(key: EffectKey): Promise<void>;
  /** The effect failed: another may claim it at once. Nothing happens if the claim was taken over. */
  release(key: EffectKey, token: ClaimToken): Promise<void>;
}
