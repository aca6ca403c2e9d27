import { join } from 'node:path';
import {
  createConnect,
  FLOW_PLACEHOLDERS,
  INSTANCE_ARN,
  S3PromptStore,
  type CallProgress,
  type Connect,
  type LambdaInvoker,
} from '@patchbay/local-cloud';
import type { BridgeRig } from '../turns/bridge-rig';
import { DIALLED_NUMBER } from '../turns/patient-agent';
import { startLambda, type LambdaProcess } from '../turns/lambda-process';
import { shiftedClock } from './shifted-clock';

/** The line runs so much faster than life. */
const SPEED = 2;

/** A caller who says nothing, until the fault has seen enough. */
const PLAN = { voice: 'slt', steps: [{ step: 'wait', ms: 60_000 }], notes: [] } as const;

/** So many answers of the bot are enough. */
const PARTS = 2;

/** What became of a call whose functions and bridge had different times. */
export interface SkewedCall {
  readonly outcome: string;
  readonly reason: string | undefined;
  /** Parts of the bot's replies that were played. */
  readonly partsHeard: number;
  /** Polls that the function gave up because of the clocks, by its log. */
  readonly skewsLogged: number;
  readonly seconds: number;
}

/** A simulated Connect whose ProcessBotTurn has a clock that is wrong by so much. */
export async function connectSkewed(rig: BridgeRig, shiftMs: number) {
  const functions = new Map<string, LambdaProcess>([
    ['start-bot-session', await startLambda('start-bot-session', rig.env)],
    [
      'process-bot-turn',
      await startLambda('process-bot-turn', { ...rig.env, ...shiftedClock(shiftMs) }),
    ],
  ]);
  const lambdas: LambdaInvoker = {
    invoke: async (arn, event) =>
      (await functions.get(arn.split(':').at(-1) ?? '')?.invoke(event)) ?? {
        kind: 'error',
        errorType: 'ResourceNotFoundException',
      },
  };
  const connect = await createConnect({
    instanceArn: INSTANCE_ARN,
    flowFile: join(process.cwd(), 'contact-flows', 'inbound.flow.json'),
    placeholders: FLOW_PLACEHOLDERS,
    heardFolder: rig.folder,
    lambdas,
    voice: rig.voice,
    streams: rig.cloud.mediaStreams,
    prompts: new S3PromptStore(rig.s3),
    publishContactEvent: () => undefined,
  });
  return {
    call: () => oneCall(connect, functions.get('process-bot-turn')),
    async close() {
      await connect.close();
      for (const lambda of functions.values()) lambda.stop();
    },
  };
}

async function oneCall(connect: Connect, turn: LambdaProcess | undefined): Promise<SkewedCall> {
  const startedMs = performance.now();
  const progress: CallProgress[] = [];
  const placed = connect.placeCall({ plan: PLAN, dialledNumber: DIALLED_NUMBER, speed: SPEED });
  for await (const step of placed) {
    progress.push(step);
    if (progress.filter(isPart).length >= PARTS) connect.directory.stop(contactOf(progress));
  }
  const ended = progress.find((step) => step.type === 'ended');
  const queued = progress.find((step) => step.type === 'queue');
  return {
    outcome: ended?.outcome ?? 'error',
    reason: queued?.attributes['patchbay_reason'],
    partsHeard: progress.filter(isPart).length,
    skewsLogged: [...(turn?.log() ?? '').matchAll(/"errorName":"ClockSkewError"/g)].length,
    seconds: Math.round((performance.now() - startedMs) / 100) / 10,
  };
}

const isPart = (step: CallProgress) => step.type === 'prompt' && step.uri.includes('/parts/');

const contactOf = (progress: readonly CallProgress[]) =>
  progress.find((step) => step.type === 'ringing')?.contactId ?? '';
