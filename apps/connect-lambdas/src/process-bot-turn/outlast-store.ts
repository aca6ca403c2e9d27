import type { AgentDefinition } from '@patchbay/agent';
import { backoffMs, errorName, isRetryable, PatchbayError, sleep } from '@patchbay/platform';
import { standbyPhrase } from '../standby-phrases';
import type { FlowAnswer } from './flow-answer';
import { withoutBot } from './hand-to-human';
import { processBotTurn, type ProcessBotTurnDependencies } from './process-bot-turn';
import { isTooLong, withFiller, type StoreWait } from './store-wait';
import type { TurnPoll } from './turn-poll';

/** A poll that finds no store is left to the flow after this: its next poll is a fresh Lambda. */
const LOOK_LIMIT_MS = 3500;

/** Between two looks at a store that is away: many callers wait for it. */
const LOOK_BACKOFF = { baseMs: 200, capMs: 800 };

/** The store did not answer within the time that a poll has. */
class StoreSilentError extends PatchbayError {
  constructor() {
    super('StoreSilentError', 'The call store did not answer in time.', { retryable: true });
  }
}

/** A poll, and what helps while its call's record cannot be read. */
export interface OutlastingPoll {
  readonly poll: TurnPoll;
  /** As the flow has kept it. */
  readonly wait: StoreWait | undefined;
  /** Rejects when nobody can tell the agent without the record. */
  readonly agent: () => Promise<AgentDefinition>;
}

/** `wait` is for the flow to keep; without one the store is there. */
export interface Outlasted {
  readonly answer: FlowAnswer;
  readonly wait?: StoreWait;
}

/**
 * {@link processBotTurn}, also while the store of the call records is away. The bridge waits for
 * it too, and goes on with the call when it is back; until then the flow is answered without the
 * record, with the cursor that it came with: a filler now and then, else `listen`, and a human
 * when it takes too long.
 * @throws what no waiting mends
 */
export async function outlastStore(
  asked: OutlastingPoll,
  budgetMs: number,
  deps: ProcessBotTurnDependencies,
): Promise<Outlasted> {
  const { clock, logger, pause } = deps;
  const { contactId, cursor } = asked.poll;
  const startMs = clock.monotonicMs();
  const wait = asked.wait ?? { sinceMs: clock.nowMs(), fillers: 0 };
  for (let attempt = 0; ; attempt += 1) {
    const leftMs = startMs + budgetMs - clock.monotonicMs();
    try {
      return { answer: await within(leftMs, processBotTurn(asked.poll, leftMs, deps)) };
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (attempt === 0) logger.warn('no record', { contactId, errorName: errorName(error) });
    }
    const stoodIn = await standInWithoutRecord(asked, wait, deps);
    if (stoodIn) return stoodIn;
    const delayMs = backoffMs(attempt, LOOK_BACKOFF);
    const waitUntilMs = startMs + Math.min(LOOK_LIMIT_MS, budgetMs);
    if (clock.monotonicMs() + delayMs >= waitUntilMs) {
      return { answer: { cursor, intent: 'listen' }, wait };
    }
    await pause(delayMs);
  }
}

async function standInWithoutRecord(
  { poll: { cursor }, agent: findAgent }: OutlastingPoll,
  wait: StoreWait,
  deps: ProcessBotTurnDependencies,
): Promise<Outlasted | undefined> {
  const nowMs = deps.clock.nowMs();
  const agent = await findAgent().catch(() => undefined);
  if (isTooLong(wait, nowMs)) {
    return { answer: withoutBot(cursor, agent?.transfer ?? { queueArn: deps.defaultQueueArn }) };
  }
  const next = withFiller(wait, nowMs);
  if (!agent || !next) return undefined;
  const responseAudioUrl = deps.phraseUrl(standbyPhrase(agent, false, next.fillers), agent);
  return { answer: { cursor, intent: 'speak', responseAudioUrl }, wait: next };
}

/** A store that never answers must not cost the flow its answer. */
async function within<T>(limitMs: number, step: Promise<T>): Promise<T> {
  const done = new AbortController();
  const silence = sleep(limitMs, done.signal).then(() => {
    throw new StoreSilentError();
  });
  silence.catch(() => undefined);
  return Promise.race([step, silence]).finally(() => done.abort());
}
