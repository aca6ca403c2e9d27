import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  PLACES,
  startSystem,
  type CallProgress,
  type System,
  type TurnScript,
} from '@patchbay/local-cloud';
import { sleep } from '@patchbay/platform';
import { startBridge, type Bridge } from './bridge';
import { callerPlan, type CallerHabits } from './caller-plan';
import type { CallAccount } from './call-account';
import { Ledger } from './ledger';
import { LiveSessions } from './live-sessions';

const AGENTS = join(process.cwd(), 'e2e', 'agents');
const DIALLED_NUMBER = '+12025550187';

/** So that fifty calls at once do not start a hundred instances on a machine of two cores. */
const EVENTS_AT_ONCE = 100;

/** A call that no bridge carries by then never will be. */
const CARRIED_LIMIT_MS = 20_000;

/** A call that has not ended after so much for each of its turns, and the rest, never will. */
const TURN_LIMIT_MS = 20_000;
const REST_LIMIT_MS = 40_000;

export interface FleetOptions {
  /** Names the folder of its logs. */
  readonly name: string;
  /** How many times faster than life callers and lines run. */
  readonly speed: number;
  readonly script: TurnScript;
  /** How many calls each bridge takes at once. */
  readonly maxCalls: number;
}

export interface BridgeOptions {
  readonly script?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CarriedCalls {
  readonly calls: number;
  readonly apartMs: number;
  readonly liveForMs: number;
}

/** The whole system with any number of bridges, and a ledger of all that it does. */
export class Fleet {
  readonly ledger: Ledger;
  readonly sessions: LiveSessions;
  readonly system: System;
  readonly bridges: Bridge[] = [];
  /** Whether Connect tells of contacts that end; it does so at its best effort. */
  contactEvents = true;
  readonly #options: FleetOptions;
  readonly #logsDir: string;
  readonly #calls: Promise<CallAccount>[] = [];

  private constructor(
    options: FleetOptions,
    parts: { system: System; ledger: Ledger; sessions: LiveSessions; logsDir: string },
  ) {
    this.#options = options;
    this.system = parts.system;
    this.ledger = parts.ledger;
    this.sessions = parts.sessions;
    this.#logsDir = parts.logsDir;
  }

  /** Starts everything but the bridges. */
  static async start(options: FleetOptions): Promise<Fleet> {
    let fleet: Fleet | undefined = undefined as Fleet | undefined;
    const logsDir = join(PLACES.logs, 'fleet', options.name);
    mkdirSync(logsDir, { recursive: true });
    const ledger = new Ledger();
    const sessions = new LiveSessions();
    const system = await startSystem(
      {
        ...{ port: 0, speed: options.speed, model: 'scripted', verbose: false },
        ...{ streamMs: 300, lambdaMs: 120, promptMs: 150, thinkingMs: 700, deliveryRate: 4 },
        settings: {
          model: {},
          functionMs: {},
          environment: { BRIDGE_MAX_CALLS: String(options.maxCalls) },
        },
        parts: {
          agentsDir: AGENTS,
          logsDir,
          functions: ledger.functions,
          eventsAtOnce: EVENTS_AT_ONCE,
          services: ['transcript-archiver', 'notification-service'],
          script: options.script,
          tapModel: sessions.tap,
          tapLambdas: ledger.tapLambdas,
          deliversContactEvent: () => fleet?.contactEvents ?? true,
        },
      },
      {},
    );
    system.cloud.eventBridge.onEvent(ledger.busEvent);
    fleet = new Fleet(options, { system, ledger, sessions, logsDir });
    return fleet;
  }

  /** @param options the bundle to run, and settings of this bridge alone */
  async startBridge({ script, env }: BridgeOptions = {}): Promise<Bridge> {
    const name = `audio-bridge-${this.bridges.length + 1}`;
    const bundle = script ?? PLACES.bundle('audio-bridge');
    const bridge = await startBridge(name, { ...this.system.env, ...env }, this.#logsDir, bundle);
    this.bridges.push(bridge);
    return bridge;
  }

  /** Places calls one after the other, so far apart; resolves once the last one rings. */
  async placeCalls(count: number, apartMs: number, habits?: CallerHabits): Promise<void> {
    const { speed, script } = this.#options;
    const plan = callerPlan(habits ?? { turns: script.turns });
    for (let call = 0; call < count; call++) {
      this.#follow(this.system.connect.placeCall({ plan, dialledNumber: DIALLED_NUMBER, speed }));
      await sleep(apartMs);
    }
  }

  /**
   * Has a bridge carry so many calls; by the time that they have lived for a while another bridge,
   * with room, is ready for them.
   * @returns the bridge that carries them
   */
  async carryCalls(load: CarriedCalls, options?: BridgeOptions): Promise<Bridge> {
    const carrier = await this.startBridge(options);
    await this.placeCalls(load.calls, load.apartMs);
    await this.untilCarried();
    await Promise.all([this.startBridge(), sleep(load.liveForMs)]);
    return carrier;
  }

  /** Resolves once a bridge carries every call that was placed. */
  async untilCarried(): Promise<void> {
    const isCarried = ({ polls, progress }: CallAccount) =>
      polls.length > 0 || progress.some(({ type }) => type === 'ended');
    const waitUntilMs = performance.now() + CARRIED_LIMIT_MS;
    while (!this.ledger.accounts.every(isCarried) && performance.now() < waitUntilMs) {
      await sleep(50);
    }
  }

  /** The accounts of all calls, once each contact has ended; one that never does is judged so. */
  async untilOver(): Promise<readonly CallAccount[]> {
    const limitMs = this.#options.script.turns * TURN_LIMIT_MS + REST_LIMIT_MS;
    const over = new AbortController();
    await Promise.race([Promise.all(this.#calls), sleep(limitMs, over.signal)]);
    over.abort();
    return this.ledger.accounts;
  }

  async close(): Promise<void> {
    for (const bridge of this.bridges) bridge.signal('SIGKILL');
    await Promise.all(this.bridges.map(({ exited }) => exited));
    await this.system.close();
    // For those who look into a fault that does not hold.
    writeFileSync(join(this.#logsDir, 'ledger.json'), JSON.stringify(this.ledger.accounts));
  }

  #follow(call: AsyncIterable<CallProgress>): void {
    const followed = this.ledger.follow(call);
    // Looked at by whoever waits for the end.
    followed.catch(() => undefined);
    this.#calls.push(followed);
  }
}
