import type { PlacedCall, Progress } from './place-call';

/** A part of a reply that the caller was played. */
export interface PlayedPart {
  readonly contactId: string;
  /** Counts the call's parts, from 1. */
  readonly part: number;
  /** When the flow asked for it and when it had the answer, in epoch milliseconds. */
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
}

export interface CallTrace {
  /** From the true end of the caller's speech to the first sound of the answer, turn by turn. */
  readonly heardAfterMs: readonly number[];
  /** Silence between two parts of one reply, beyond what is in the parts themselves. */
  readonly seamsMs: readonly number[];
  readonly parts: readonly PlayedPart[];
}

/** `agents/<agentId>/calls/<contactId>/parts/<epoch>-<part>.wav` */
const PART_URI = /\/calls\/([^/]+)\/parts\/\d+-(\d+)\.wav$/;

type Prompt = Progress & { readonly durationMs: number };

/** What a call's progress tells of its latencies. */
export function traceCall({ steps, placedAtMs }: PlacedCall): CallTrace {
  const prompts = steps.filter(isPart);
  return {
    heardAfterMs: prompts.flatMap(({ heardAfterMs }) => heardAfterMs ?? []),
    seamsMs: seamsBetween(steps),
    parts: prompts.flatMap((prompt) => playedPart(prompt, steps, placedAtMs) ?? []),
  };
}

const isPart = (step: Progress): step is Prompt =>
  step.type === 'prompt' && step.durationMs !== undefined && PART_URI.test(step.uri ?? '');

function seamsBetween(steps: readonly Progress[]): number[] {
  const voices = steps.filter((step) => isPart(step) || step.type === 'caller-speaks');
  return voices.flatMap((next, index) => {
    const before = voices[index - 1];
    const isSeam = before && isPart(before) && isPart(next) && next.heardAfterMs === undefined;
    return isSeam ? next.atMs - (before.atMs + before.durationMs) : [];
  });
}

/** The flow's question before a prompt, and its next action: by then it had the answer. */
function playedPart(
  prompt: Prompt,
  steps: readonly Progress[],
  placedAtMs: number,
): PlayedPart | undefined {
  const actions = steps
    .slice(0, steps.indexOf(prompt))
    .filter(({ action }) => action !== undefined);
  const asking = actions.findLastIndex(({ action }) => action?.startsWith('ask'));
  const [asked, answered] = actions.slice(asking);
  const [, contactId, part] = PART_URI.exec(prompt.uri ?? '') ?? [];
  if (asking < 0 || !asked || !answered || contactId === undefined) return undefined;
  return {
    contactId,
    part: Number(part),
    askedAtMs: placedAtMs + asked.atMs,
    answeredAtMs: placedAtMs + answered.atMs,
  };
}
