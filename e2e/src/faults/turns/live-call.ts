import { randomUUID } from 'node:crypto';
import { newCallRecord, type CallRecord } from '@patchbay/call';
import type { CallMessage, TurnAnswer, TurnRequest } from '@patchbay/contracts';
import { INSTANCE_ARN } from '@patchbay/local-cloud';
import { signatureHeaders, sleep } from '@patchbay/platform';
import { UTTERANCE_MS, type BridgeRig } from './bridge-rig';
import { AGENT_ID } from './patient-agent';
import { postTo, type Answered, type Owner } from './post-signed';

/** One block of a media stream: 64 ms at 8 kHz. */
const BLOCK_MS = 64;
const BLOCK_SAMPLES = 512;

const CLAIM_LIMIT_MS = 15_000;
const LOOK_INTERVAL_MS = 50;

export type LiveCall = Awaited<ReturnType<typeof startLiveCall>>;

/** Starts a call as StartBotSession does, and waits until a bridge answers for it. */
export async function startLiveCall(rig: BridgeRig) {
  const contactId = randomUUID();
  const startTimestampMs = Date.now();
  const streamArn = rig.cloud.mediaStreams.acquire(contactId, INSTANCE_ARN.split('/').at(-1) ?? '');
  const media = { streamArn, startTimestampMs };
  const facts = { contactId, agentId: AGENT_ID, instanceArn: INSTANCE_ARN, media };
  await rig.calls.write(contactId, newCallRecord({ ...facts, nowMs: startTimestampMs }), {
    kind: 'absent',
  });
  await rig.callQueue.send(JSON.stringify({ contactId, agentId: AGENT_ID } satisfies CallMessage));

  let blocks = 0;
  const quiet = (count: number) => {
    for (let i = 0; i < count; i += 1, blocks += 1) {
      const block = {
        pcm: new Int16Array(BLOCK_SAMPLES),
        producerTimestampMs: startTimestampMs + blocks * BLOCK_MS,
      };
      rig.cloud.mediaStreams.append(streamArn, [
        { ...block, track: 'AUDIO_FROM_CUSTOMER' },
        { ...block, track: 'AUDIO_TO_CUSTOMER' },
      ]);
    }
  };
  // One block ahead: a resampler keeps the last few samples to itself.
  quiet(1);
  const { owner, epoch } = await claimed(contactId, rig);
  const post = (kind: 'turns' | 'disconnect', message: object) => {
    const body = JSON.stringify(message);
    const path = `/calls/${contactId}/${kind}`;
    return postTo(owner, path, body, signatureHeaders(rig.key, body, Date.now()));
  };
  const turn = (cursor: number, deadlineMs: number): TurnRequest => ({
    contactId,
    cursor,
    epoch,
    deadlineMs,
  });
  const call = {
    contactId,
    owner,
    epoch,
    turn,
    /** The caller is heard for as long as the model waits for, and gets one reply. */
    utter: () => quiet(UTTERANCE_MS / BLOCK_MS),
    /** One poll, signed as ProcessBotTurn signs it. @throws when it is refused */
    ask: async (cursor: number, deadlineMs: number) =>
      accepted(await post('turns', turn(cursor, deadlineMs))),
    record: () => rig.calls.read(contactId),
    hangUp: () => post('disconnect', { event: 'disconnected', contactId, epoch }),
  };
  await answering(call);
  return call;
}

function accepted({ status, json }: Answered): TurnAnswer {
  if (status === 200) return json as unknown as TurnAnswer;
  throw new RefusedError(status, String(json['refusal']));
}

class RefusedError extends Error {
  constructor(status: number, refusal: string) {
    super(`A valid request was refused: ${status} ${refusal}.`);
  }
}

async function claimed(contactId: string, rig: BridgeRig): Promise<CallRecord & { owner: Owner }> {
  for (let waitedMs = 0; waitedMs < CLAIM_LIMIT_MS; waitedMs += LOOK_INTERVAL_MS) {
    const record = await rig.calls.read(contactId);
    if (record?.owner) return { ...record, owner: record.owner };
    await sleep(LOOK_INTERVAL_MS);
  }
  throw new Error('No bridge took the call.');
}

/** The owner puts the call together before it answers polls; this one does not move the call on. */
async function answering(call: {
  contactId: string;
  owner: Owner;
  ask(cursor: number, deadlineMs: number): Promise<unknown>;
}): Promise<void> {
  for (let waitedMs = 0; waitedMs < CLAIM_LIMIT_MS; waitedMs += LOOK_INTERVAL_MS) {
    // A cursor that cannot be: refused as such once the call is there.
    const refusal = await call.ask(999_999, 1).catch((error: unknown) => error);
    if (refusal instanceof RefusedError && refusal.message.includes('stale-cursor')) return;
    await sleep(LOOK_INTERVAL_MS);
  }
  throw new Error('The bridge does not answer for its call.');
}
