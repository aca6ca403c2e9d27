import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TELEPHONE_RATE_HZ, writePcmWav } from '@patchbay/audio';
import { followPlan } from '../caller/follow-plan';
import { judgeCall, type CallFacts } from '../caller/judge-call';
import type { CallPlan } from '../caller/scenario';
import type { EventContent } from '../eventbridge/bus-event';
import type { Contact } from './contact';
import { contactEvent, type ContactEventType } from './contact-event';
import type { Flow } from './flow/load-flow';
import { runFlow } from './flow/run-flow';
import type { Line } from './line/line';
import type { ProgressLog } from './progress-log';
import type { Call, ConnectServices } from './services';

/** What the instance does besides running flows. */
export interface Instance {
  readonly flow: Flow;
  readonly services: ConnectServices;
  /** Puts an event on the default bus. */
  publishContactEvent(event: EventContent): Promise<void> | void;
  /** Where what callers heard is kept, `<contactId>.wav`. */
  readonly heardFolder: string;
}

interface Visit {
  readonly contact: Contact;
  readonly line: Line;
  readonly plan: CallPlan;
  readonly log: ProgressLog;
}

/** One contact from ringing to the end: its flow on one side, its caller on the other. */
export async function serveContact(visit: Visit, instance: Instance): Promise<void> {
  const { contact, line, plan, log } = visit;
  const problems: string[] = [];
  const { clock } = instance.services;
  const tell = (eventType: ContactEventType) =>
    instance.publishContactEvent(contactEvent(contact, eventType, clock.nowMs()));
  log.add({ type: 'ringing', contactId: contact.contactId });
  for (const text of plan.notes) log.add({ type: 'note', text });
  await tell('INITIATED');
  const [outcome] = await Promise.all([
    runContactFlow(visit, instance, problems),
    followPlan({
      line,
      plan,
      voice: instance.services.voice,
      report: (news) => log.add(news),
      complain: (problem) => problems.push(problem),
    }),
  ]);
  contact.disconnectedAtMs = clock.nowMs();
  if (outcome === 'transfer') await tell('QUEUED');
  await tell('DISCONNECTED');
  const heardWav = await keepHeard(visit, instance.heardFolder);
  const { attributes } = contact;
  problems.push(...judgeCall(plan.expect, { outcome, attributes }));
  log.add({ type: 'ended', outcome, heardWav, problems });
}

/** Runs the flow to its end, whatever that is, and cuts the line. */
async function runContactFlow(
  { contact, line, log }: Visit,
  { flow, services }: Instance,
  problems: string[],
): Promise<CallFacts['outcome']> {
  const call: Call = {
    contact,
    line,
    services,
    promptStarted: (uri, durationMs, heardAfterMs) =>
      log.add({
        type: 'prompt',
        uri,
        durationMs,
        ...(heardAfterMs !== undefined && { heardAfterMs }),
      }),
    complain: (problem) => problems.push(problem),
  };
  try {
    const outcome = await runFlow(flow, call, (action) => log.add({ type: 'flow-action', action }));
    if (outcome === 'transfer') log.add(queued(contact));
    // A flow of callers that just ends cuts the line.
    return outcome === 'left' ? 'end' : outcome;
  } catch (error) {
    problems.push(`the flow broke: ${error instanceof Error ? error.message : String(error)}`);
    return 'error';
  } finally {
    line.hangUp();
  }
}

const queued = ({ queueArn, attributes }: Contact) => ({
  type: 'queue' as const,
  queueArn: queueArn ?? '',
  attributes: Object.fromEntries(attributes),
});

async function keepHeard({ contact, line }: Visit, folder: string): Promise<string> {
  const file = join(folder, `${contact.contactId}.wav`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, writePcmWav(line.heard(), TELEPHONE_RATE_HZ));
  return file;
}
