import type { FaultFigures, FaultRun } from '../fault';
import type { Aftermath } from './aftermath';
import type { CallAccount } from './call-account';
import { judgeAccount, wordsOf, type Expected } from './judge-account';

/** How many calls are told of in words when something is wrong. */
const EXAMPLES = 5;

/** Judges all calls of a fleet by the ledger; `bounds` are what this fault must keep besides. */
export function verdict(
  { accounts, aftermath, expected, bounds = {}, figures = {} }: VerdictInput,
  tell: FaultRun['tell'],
): FaultFigures {
  const judged = accounts.map((account) => ({ account, wrong: judgeAccount(account, expected) }));
  const bad = judged.filter(({ wrong }) => wrong.length > 0);
  for (const { account, wrong } of bad.slice(0, EXAMPLES)) {
    tell(`${account.contactId}: ${wrong.join('; ')}`);
  }
  const broken = Object.keys(bounds).filter((bound) => !bounds[bound]);
  const words = accounts.map(wordsOf);
  return {
    pass:
      bad.length === 0 && broken.length === 0 && Object.keys(aftermath.messagesLeft).length === 0,
    calls: accounts.length,
    bad_calls: bad.length,
    ...figures,
    utterances: words.reduce((sum, { said }) => sum + said, 0),
    utterances_stored: words.reduce((sum, { stored }) => sum + stored, 0),
    messages_left: aftermath.messagesLeft,
    broken,
  };
}

export interface VerdictInput {
  readonly accounts: readonly CallAccount[];
  readonly aftermath: Aftermath;
  readonly expected: Expected;
  /** By name: whether it was kept. */
  readonly bounds?: Readonly<Record<string, boolean>>;
  readonly figures?: Readonly<Record<string, unknown>>;
}
