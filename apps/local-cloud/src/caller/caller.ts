import type { Line } from '../connect/line/line';
import type { Synthesiser } from '../voice/synthesiser';
import type { CallNews } from './place-call';
import type { CallPlan } from './scenario';

/** A simulated caller on a line. */
export interface Caller {
  readonly line: Line;
  readonly voice: Synthesiser;
  readonly plan: CallPlan;
  report(news: CallNews): void;
  /** Something that a caller would not put up with. */
  complain(problem: string): void;
}
