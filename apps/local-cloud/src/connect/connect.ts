import type { Placeholders } from '@patchbay/contact-flow';
import { systemClock } from '@patchbay/platform';
import type { CallProgress } from '../caller/place-call';
import type { CallPlan } from '../caller/scenario';
import { surroundingsOf } from '../caller/surroundings';
import { newContact } from './contact';
import { Contacts } from './contacts';
import { loadFlow } from './flow/load-flow';
import { Line } from './line/line';
import { createMediaClock, type MediaClock } from './line/media-clock';
import { ProgressLog } from './progress-log';
import { serveContact, type Instance } from './serve-contact';
import { DEFAULT_DELAYS, type ConnectDelays, type ConnectServices } from './services';

export interface ConnectOptions
  extends
    Omit<ConnectServices, 'delays' | 'clock'>,
    Pick<Instance, 'publishContactEvent' | 'heardFolder'> {
  readonly instanceArn: string;
  /** A committed flow, and the ARNs that its placeholders stand for. */
  readonly flowFile: string;
  readonly placeholders: Placeholders;
  /** Where contacts are kept; the Connect API may look at the same ones. */
  readonly contacts?: Contacts;
  readonly delays?: Partial<ConnectDelays>;
  /** Makes the clock of the lines that run at a speed. */
  readonly mediaClock?: (speed: number) => MediaClock;
}

export interface CallRequest {
  /** What the caller does. */
  readonly plan: CallPlan;
  /** E.164. */
  readonly dialledNumber: string;
  /** Becomes the contact attribute `agentId`, as an earlier flow would set it. */
  readonly agentId?: string;
  /** How many times faster than life the telephone line runs; 1 if not given. */
  readonly speed?: number;
}

/** A simulated Amazon Connect instance with callers. */
export interface Connect {
  /** Places a call; it runs whether or not its progress is read. */
  placeCall(request: CallRequest): AsyncIterable<CallProgress>;
  readonly directory: Contacts;
  /** Cuts every line and waits for the ends of the calls. */
  close(): Promise<void>;
}

/** @throws FlowRefusedError when the flow cannot be run */
export async function createConnect(options: ConnectOptions): Promise<Connect> {
  const { instanceArn, mediaClock = createMediaClock, streams, voice } = options;
  const instance: Instance = {
    flow: await loadFlow(options.flowFile, options.placeholders),
    services: {
      ...options,
      delays: { ...DEFAULT_DELAYS, ...options.delays },
      clock: systemClock,
    },
    publishContactEvent: (event) => options.publishContactEvent(event),
    heardFolder: options.heardFolder,
  };
  const directory = options.contacts ?? new Contacts();
  const underWay = new Set<Promise<void>>();
  const clockOf = onePerSpeed(mediaClock);

  async function carryOut(request: CallRequest, clock: MediaClock, log: ProgressLog) {
    try {
      const { plan } = request;
      const contact = newContact({
        instanceArn,
        systemNumber: request.dialledNumber,
        attributes: request.agentId === undefined ? {} : { agentId: request.agentId },
        initiatedAtMs: systemClock.nowMs(),
      });
      const line = new Line(clock, streams, await surroundingsOf(plan, voice));
      directory.add(contact, line);
      await serveContact({ contact, line, plan, log }, instance);
      log.close();
    } catch (error) {
      log.fail(error);
    }
  }

  return {
    directory,
    placeCall(request) {
      const clock = clockOf(request.speed ?? 1);
      const placedMs = clock.nowMs();
      const log = new ProgressLog(() => clock.nowMs() - placedMs);
      const work = carryOut(request, clock, log).finally(() => underWay.delete(work));
      underWay.add(work);
      return log;
    },
    async close() {
      directory.stopAll();
      await Promise.all(underWay);
    },
  };
}

/** Lines at the same speed share a clock, and so its timer. */
function onePerSpeed(make: (speed: number) => MediaClock): (speed: number) => MediaClock {
  const clocks = new Map<number, MediaClock>();
  return (speed) => {
    const clock = clocks.get(speed) ?? make(speed);
    clocks.set(speed, clock);
    return clock;
  };
}
