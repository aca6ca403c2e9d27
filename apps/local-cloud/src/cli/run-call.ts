import { BOT_SWITCHED_OFF } from '@patchbay/contracts';
import { judgeBargeIn, judgeTurns, type CallTrace } from '../caller/judge-turns';
import type { CallProgress } from '../caller/place-call';
import type { CallPlan } from '../caller/scenario';
import { untilSettled, withoutBot } from './aftermath';
import { arrange } from './arrange';
import {
  viewTurn,
  type CallReport,
  type EndedCall,
  type PlaceOptions,
  type TurnView,
} from './call-report';
import { requireOwnSystem, toConnectCall } from './call-request';
import { judgeLastWords } from './last-words';
import type { CallRequest } from './start-options';
import type { System } from './system';
import { watchCall, type CallWatch } from './watch-call';

/** What happens during a call, as it happens. */
export type CallNews =
  | { readonly kind: 'progress'; readonly progress: CallProgress }
  | { readonly kind: 'turn'; readonly turn: TurnView };

/**
 * Places a call, tells what happens, and reports once all that a call leaves behind is there: the
 * transcript, after a transfer the notifications, and empty queues.
 * @throws what is wrong with the caller's plan or the agent
 */
export async function runCall(
  request: CallRequest,
  { speed, alone }: PlaceOptions,
  system: System,
  tell: (news: CallNews) => void,
): Promise<CallReport> {
  const call = await toConnectCall(request, speed);
  requireOwnSystem(call, request, alone);
  const restore = await arrange(call.plan.before ?? [], system);
  const startedMs = performance.now();
  const watch = watchCall(system, (turn) => tell({ kind: 'turn', turn: viewTurn(turn) }));
  try {
    const progress = await follow(system.connect.placeCall(call), watch, tell);
    const ended = callOf(progress);
    const settled = isTurnedAway(progress) ? withoutBot : untilSettled;
    const left = await settled({ ...ended, alone }, watch, system);
    const { turns, events } = watch;
    const wrong = [
      ...(await judgeLastWords(ended, turns, system)),
      ...judge(call.plan, { turns, events, progress, speed }),
    ];
    return {
      contactId: ended.contactId,
      outcome: ended.outcome,
      turns: turns.map(viewTurn),
      ...left,
      heardWav: ended.heardWav,
      seconds: Math.round((performance.now() - startedMs) / 100) / 10,
      problems: [...ended.problems, ...left.problems, ...wrong],
    };
  } finally {
    watch.stop();
    await restore();
  }
}

/** All that happened on the line, once it is over. */
async function follow(
  call: AsyncIterable<CallProgress>,
  watch: CallWatch,
  tell: (news: CallNews) => void,
): Promise<CallProgress[]> {
  const progress: CallProgress[] = [];
  for await (const step of call) {
    progress.push(step);
    if (step.type === 'ringing') watch.follow(step.contactId);
    if (step.type === 'prompt') watch.prompts.push(step);
    tell({ kind: 'progress', progress: step });
  }
  return progress;
}

const judge = ({ expect: expected }: CallPlan, trace: CallTrace) => [
  ...judgeBargeIn(trace),
  ...(expected ? judgeTurns(expected, trace) : []),
];

/** The bot was switched off: the contact was never a call of the bot's. */
const isTurnedAway = (progress: readonly CallProgress[]) =>
  progress.some(
    (step) => step.type === 'queue' && step.attributes['patchbay_reason'] === BOT_SWITCHED_OFF,
  );

function callOf(progress: readonly CallProgress[]): EndedCall {
  const ringing = progress.find((step) => step.type === 'ringing');
  const ended = progress.find((step) => step.type === 'ended');
  if (!ringing || !ended) throw new Error('The simulated Connect ended a call without saying so.');
  return { ...ended, contactId: ringing.contactId };
}
