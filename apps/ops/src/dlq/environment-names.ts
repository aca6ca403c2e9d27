import { FAILURES_TABLE } from '@patchbay/infra';

/** The start of the topology's names, in whose place an environment has its own prefix. */
const TOPOLOGY_PREFIX = 'patchbay';

/**
 * What queues and tables are called in one deployed environment; without a prefix as in the
 * topology, which is how a local run has them.
 */
export function environmentNames(prefix: string | undefined) {
  return {
    queue: (name: string) => (prefix === undefined ? name : `${prefix}-${name}`),
    failuresTable:
      prefix === undefined
        ? FAILURES_TABLE.name
        : FAILURES_TABLE.name.replace(TOPOLOGY_PREFIX, prefix),
  };
}
