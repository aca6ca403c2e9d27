/** What a role may do: only what is listed here, on what is listed here. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Why a `*` stands in it; without one, none may. */
  readonly reason?: string;
}

export const allow = (actions: readonly string[], ...resources: string[]): Permission => ({
  actions,
  resources,
});

/** @param reason why there is no naming it more closely */
export const allowAny = (
  reason: string,
  actions: readonly string[],
  ...resources: string[]
): Permission => ({ actions, resources, reason });
