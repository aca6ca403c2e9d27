import { readFileSync } from 'node:fs';
import { aContactFlowEvent, CONTACT_ID } from '@patchbay/testing';

const CONTACT_EVENT = {
  source: 'aws.connect',
  'detail-type': 'Amazon Connect Contact Event',
  detail: { eventType: 'DISCONNECTED', contactId: CONTACT_ID },
};

/** What each function is invoked with first, as Connect or its queue would. */
const FIRST_EVENTS: Readonly<Record<string, object>> = {
  'start-bot-session': aContactFlowEvent({ parameters: { agentId: 'bank-demo' } }),
  'process-bot-turn': aContactFlowEvent({ parameters: { cursor: '0' } }),
  'contact-ended': { Records: [{ messageId: '1', body: JSON.stringify(CONTACT_EVENT) }] },
};

export interface LambdaFunction {
  readonly name: string;
  readonly bundle: string;
  readonly firstEvent: object;
}

interface Project {
  readonly metadata: { readonly bundles: readonly { kind: string; name: string }[] };
}

/** Every function that is built; one without an event to begin with is a mistake here. */
export function lambdaFunctions(): LambdaFunction[] {
  const project = readFileSync('apps/connect-lambdas/project.json', 'utf8');
  const { bundles } = (JSON.parse(project) as Project).metadata;
  return bundles
    .filter(({ kind }) => kind === 'lambda')
    .map(({ name }) => {
      const firstEvent = FIRST_EVENTS[name];
      if (!firstEvent) throw new Error(`No first event is known for the function ${name}.`);
      return { name, bundle: `dist/apps/connect-lambdas/${name}.mjs`, firstEvent };
    });
}
