import { join } from 'node:path';
import {
  createConnect,
  FLOW_PLACEHOLDERS,
  INSTANCE_ARN,
  S3PromptStore,
  type CallProgress,
  type LambdaInvoker,
} from '@patchbay/local-cloud';
import type { BridgeRig } from './bridge-rig';
import { startLambda, type LambdaProcess } from './lambda-process';
import { DIALLED_NUMBER } from './patient-agent';

/** A caller who says nothing; whoever follows the call hangs up for them. */
const PLAN = { voice: 'slt', steps: [{ step: 'wait', ms: 60_000 }], notes: [] } as const;

export type FlowCalls = Awaited<ReturnType<typeof startFlowCalls>>;

/** One call through the contact flow, as it goes. */
export interface FlowCall {
  readonly progress: readonly CallProgress[];
  /** When it was placed, on the clock of `performance.now()`. */
  readonly placedMs: number;
}

/**
 * A simulated Connect with the committed flow, whose functions are processes of their own. Each
 * contact event comes twice. @param turnEnv settings of ProcessBotTurn alone
 */
export async function startFlowCalls(
  rig: BridgeRig,
  turnEnv: Readonly<Record<string, string>> = {},
) {
  const [start, turn, ended] = await Promise.all([
    startLambda('start-bot-session', rig.env),
    startLambda('process-bot-turn', { ...rig.env, ...turnEnv }),
    startLambda('contact-ended', rig.env),
  ]);
  const functions: Readonly<Record<string, LambdaProcess>> = {
    'start-bot-session': start,
    'process-bot-turn': turn,
  };
  const lambdas: LambdaInvoker = {
    invoke: async (arn, event) =>
      (await functions[arn.split(':').at(-1) ?? '']?.invoke(event)) ?? {
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
    publishContactEvent: async ({ source, detailType, detail }) => {
      const body = JSON.stringify({ source, 'detail-type': detailType, detail });
      const Records = [
        { messageId: 'first', body },
        { messageId: 'again', body },
      ];
      await ended.invoke({ Records });
    },
  });
  return {
    /** All that ProcessBotTurn has logged. */
    turnLog: () => turn.log(),
    /** Places a call and follows it to its end; `follow` may hang up. */
    async call(
      speed: number,
      follow: (call: FlowCall, hangUp: () => void) => void,
    ): Promise<FlowCall> {
      const progress: CallProgress[] = [];
      const call = { progress, placedMs: performance.now() };
      for await (const step of connect.placeCall({
        plan: PLAN,
        dialledNumber: DIALLED_NUMBER,
        speed,
      })) {
        progress.push(step);
        follow(call, () => connect.directory.stop(contactOf(call)));
      }
      return call;
    },
    async close() {
      await connect.close();
      for (const lambda of [start, turn, ended]) lambda.stop();
    },
  };
}

export const contactOf = ({ progress }: FlowCall) =>
  progress.find((step) => step.type === 'ringing')?.contactId ?? '';

/** What the flow played to the caller from S3 under that prefix of keys. */
export const promptsOf = ({ progress }: FlowCall, part: '/parts/' | '/phrases/') =>
  progress.flatMap((step) => (step.type === 'prompt' && step.uri.includes(part) ? [step] : []));

/** How it ended, and with what reason the caller came to the queue. */
export function endOf({ progress }: FlowCall) {
  const ended = progress.find((step) => step.type === 'ended');
  const queued = progress.find((step) => step.type === 'queue');
  return {
    outcome: ended?.outcome ?? 'error',
    queuedAtMs: queued?.atMs,
    reason: queued?.attributes['patchbay_reason'],
    summary: queued?.attributes['patchbay_summary'],
  };
}
