import { domainEventSchema, toolRequestSchema, type DomainEvent } from '@patchbay/contracts';
import type { CallProgress, LambdaInvoker } from '@patchbay/local-cloud';
import { sleep } from '@patchbay/platform';
import { z } from 'zod';
import { newAccount, type CallAccount } from './call-account';

const nowMs = () => performance.now();

const START = 'start-bot-session';
const ASK = 'process-bot-turn';
const START_LIMIT_MS = 8000;

/** Of the event with which Connect asks a function. */
const askedSchema = z.object({
  Details: z.object({
    ContactData: z.object({ ContactId: z.string() }),
    Parameters: z.record(z.string(), z.string()).default({}),
  }),
});
const answerSchema = z.record(z.string(), z.string());

/** Notes what every call does: what was played, answered, run and published. */
export class Ledger {
  readonly #accounts = new Map<string, CallAccount>();
  /** By contact, the event with which Connect started its session. */
  readonly #starts = new Map<string, { functionArn: string; event: unknown }>();
  #lambdas: LambdaInvoker | undefined;
  /** How long the tool's function takes. */
  toolMs = 50;

  get accounts(): readonly CallAccount[] {
    return [...this.#accounts.values()];
  }

  account(contactId: string): CallAccount {
    const account = this.#accounts.get(contactId) ?? newAccount(contactId);
    this.#accounts.set(contactId, account);
    return account;
  }

  /** Follows one call to its end. @returns its account */
  async follow(call: AsyncIterable<CallProgress>): Promise<CallAccount> {
    let account: CallAccount | undefined;
    for await (const step of call) {
      if (step.type === 'ringing') account = this.account(step.contactId);
      account?.progress.push({ ...step, seenMs: nowMs() });
    }
    if (!account) throw new Error('A call ended before it rang.');
    return account;
  }

  readonly published = (event: DomainEvent | undefined): void => {
    if (event) this.account(event.subject).events.push({ event, seenMs: nowMs() });
  };

  readonly busEvent = ({ detail }: { detail: unknown }): void =>
    this.published(domainEventSchema.safeParse(detail).data);

  /** Lets functions be invoked as before, and notes what the flow is answered. */
  readonly tapLambdas = (lambdas: LambdaInvoker): LambdaInvoker => ({
    invoke: async (functionArn, event, timeoutMs) => {
      this.#lambdas = lambdas;
      const asked = askedSchema.safeParse(event).data?.Details;
      if (asked && functionArn.endsWith(START)) {
        this.#starts.set(asked.ContactData.ContactId, { functionArn, event });
      }
      const result = await lambdas.invoke(functionArn, event, timeoutMs);
      const answer = result.kind === 'ok' && answerSchema.safeParse(result.payload).data;
      if (asked && answer && functionArn.endsWith(ASK)) {
        const askedCursor = asked.Parameters['cursor'] ?? '';
        const poll = { askedCursor, answer, seenMs: nowMs() };
        this.account(asked.ContactData.ContactId).polls.push(poll);
      }
      return result;
    },
  });

  /** Starts a call's session once more, as Connect does when it retries. */
  async startAgain(contactId: string): Promise<void> {
    const start = this.#starts.get(contactId);
    if (start) await this.#lambdas?.invoke(start.functionArn, start.event, START_LIMIT_MS);
  }

  /** The function behind the fleet's tool: notes every run. */
  readonly functions: LambdaInvoker = {
    invoke: async (_name, event) => {
      const { idempotencyKey, input, contactId } = toolRequestSchema.parse(event);
      const run = { idempotencyKey, turn: Number(input['turn']), seenMs: nowMs() };
      this.account(contactId).toolRuns.push(run);
      await sleep(this.toolMs);
      return { kind: 'ok', payload: { noted: true } };
    },
  };
}
