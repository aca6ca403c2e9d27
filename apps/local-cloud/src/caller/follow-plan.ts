import { decodeMulaw, encodeMulaw } from '@patchbay/audio';
import type { Caller } from './caller';
import { murmur } from './murmur';
import type { CallerStep } from './scenario';
import { botHasAnsweredFor, PATIENCE_MS, turnComes } from './turn-taking';

/** Time from key to key. */
const KEY_INTERVAL_MS = 200;

type StepOf<K extends CallerStep['step']> = Extract<CallerStep, { step: K }>;
type Acts = { [K in CallerStep['step']]: (step: StepOf<K>, caller: Caller) => Promise<void> };

const ACTS: Acts = {
  async say({ text, quietMs }, caller) {
    const pcm = await utter(text, caller);
    if (await turnComes(caller, quietMs)) await speak(text, pcm, caller);
  },
  async play({ name, pcm }, caller) {
    if (await turnComes(caller)) await speak(name, overTheTelephone(pcm), caller);
  },
  async 'go-on'({ text, afterMs }, caller) {
    const pcm = await utter(text, caller);
    await caller.line.pause(afterMs);
    await speak(text, pcm, caller);
  },
  async interrupt({ text, afterMs }, caller) {
    const pcm = await utter(text, caller);
    if (await botHasAnsweredFor(caller, afterMs)) await speak(text, pcm, caller);
  },
  async murmur({ afterMs }, caller) {
    if (!(await botHasAnsweredFor(caller, afterMs))) return;
    caller.report({ type: 'caller-murmurs' });
    await caller.line.murmur(overTheTelephone(murmur()));
  },
  async press({ keys, quietMs }, caller) {
    if (await turnComes(caller, quietMs)) await press(keys, caller);
  },
  async listen({ quietMs }, caller) {
    await turnComes(caller, quietMs);
  },
  wait: ({ ms }, { line }) => line.pause(ms),
  async 'hang-up'({ afterMs }, caller) {
    if (afterMs !== undefined) await botHasAnsweredFor(caller, afterMs);
    hangUp(caller);
  },
};

/** The whole caller: does each step in turn, then waits for the bot to end the call. */
export async function followPlan(caller: Caller): Promise<void> {
  const { line, plan } = caller;
  for (const step of plan.steps) {
    await takeStep(step.step, step, caller);
    if (line.closed.aborted) return;
  }
  await line.pause(PATIENCE_MS * line.speed);
  if (line.closed.aborted) return;
  caller.complain('the bot did not end the call when all was said');
  hangUp(caller);
}

const takeStep = <K extends CallerStep['step']>(kind: K, step: CallerStep, caller: Caller) =>
  ACTS[kind](step as StepOf<K>, caller);

const utter = async (text: string, { voice, plan }: Caller) =>
  overTheTelephone(await voice.speak(text, plan.voice, 8000));

/** What G.711 leaves of a voice. */
const overTheTelephone = (pcm: Int16Array) => decodeMulaw(encodeMulaw(pcm));

async function speak(text: string, pcm: Int16Array, caller: Caller): Promise<void> {
  caller.report({ type: 'caller-speaks', text });
  await caller.line.speak(pcm);
  if (!caller.line.closed.aborted) caller.report({ type: 'caller-silent' });
}

async function press(keys: string, { line, report }: Caller): Promise<void> {
  report({ type: 'caller-presses', keys: keys.length });
  for (const key of keys) {
    line.keys.press(key);
    line.turns.callerActs(line.nowMs());
    await line.pause(KEY_INTERVAL_MS);
  }
}

function hangUp({ line, report }: Caller): void {
  if (line.closed.aborted) return;
  report({ type: 'hangup' });
  line.hangUp();
}
