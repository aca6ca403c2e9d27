import type { Environment } from './environment';
import type { Problem } from './problem';

/**
 * Connect retries a poll while the first try may still run, and a new poll starts before the old
 * one is counted out: so a call holds one execution, and a quarter of the calls hold two.
 */
const EXECUTIONS_PER_CALL = 1.25;

/** Share of the reserved concurrency at which people are told. */
export const CONCURRENCY_ALARM_SHARE = 0.8;

export const neededConcurrency = (plannedCalls: number) =>
  Math.ceil((plannedCalls * EXECUTIONS_PER_CALL) / CONCURRENCY_ALARM_SHARE);

/** Whether everything that a planned call needs is there for all of them at once. */
export function checkCapacity({ calls, bridge }: Environment): Problem[] {
  const problems: Problem[] = [];
  const needed = neededConcurrency(calls.planned);
  if (calls.processBotTurnConcurrency < needed) {
    problems.push({
      path: ['calls', 'processBotTurnConcurrency'],
      message: `is too small for ${calls.planned} planned calls: at least ${needed}, as each holds a long poll`,
    });
  }
  if (bridge.maxTasks < bridge.minTasks) {
    problems.push({ path: ['bridge', 'maxTasks'], message: 'is smaller than minTasks' });
  }
  const room = bridge.maxTasks * calls.perBridge;
  if (room < calls.planned) {
    problems.push({
      path: ['bridge', 'maxTasks'],
      message: `times perBridge is room for ${room} calls, but ${calls.planned} are planned`,
    });
  }
  return problems;
}
