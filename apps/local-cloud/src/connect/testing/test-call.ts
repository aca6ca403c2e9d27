import type { Clock } from '@patchbay/platform';
import { newContact, type Contact } from '../contact';
import { Line } from '../line/line';
import { DEFAULT_DELAYS, type Call, type ConnectServices } from '../services';
import { FakeLambdas, fakePrompts, FakeStreams, fakeVoice } from './fake-services';
import { VIRTUAL_START_MS, VirtualMediaClock } from './virtual-media-clock';

export const INSTANCE_ARN = 'arn:aws:connect:eu-west-1:000000000000:instance/instance-1';

/** A call in the middle of a flow, whose time jumps. */
export interface TestCall extends Call {
  readonly contact: Contact;
  readonly time: VirtualMediaClock;
  readonly streams: FakeStreams;
  readonly problems: string[];
  readonly prompts: { uri: string; durationMs: number; heardAfterMs?: number | undefined }[];
  /** Milliseconds since the call began, on the line. */
  elapsedMs(): number;
}

export function testCall(services: Partial<ConnectServices> = {}, speed = 1): TestCall {
  const time = new VirtualMediaClock(speed);
  const streams = new FakeStreams();
  const problems: string[] = [];
  const prompts: TestCall['prompts'] = [];
  const clock: Clock = { nowMs: () => time.nowMs(), monotonicMs: () => time.nowMs() };
  return {
    time,
    streams,
    problems,
    prompts,
    contact: newContact({
      instanceArn: INSTANCE_ARN,
      systemNumber: '+12025550100',
      initiatedAtMs: VIRTUAL_START_MS,
    }),
    line: new Line(time, streams),
    services: {
      lambdas: new FakeLambdas(),
      streams,
      prompts: fakePrompts({}),
      voice: fakeVoice,
      delays: DEFAULT_DELAYS,
      clock,
      ...services,
    },
    promptStarted: (uri, durationMs, heardAfterMs) =>
      prompts.push({ uri, durationMs, heardAfterMs }),
    complain: (problem) => problems.push(problem),
    elapsedMs: () => time.nowMs() - VIRTUAL_START_MS,
  };
}
