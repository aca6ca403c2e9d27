import { lateResult } from '@patchbay/speech';
import type { LiveCall } from './assemble-call';

/**
 * Does what an owner of the call before has left undone: events that the bus has not confirmed are
 * published, the model is told what it cannot know, tools that have done nothing yet are run.
 */
export function resumeTalk(call: LiveCall): void {
  const { checkpoint, session, tools, rules, recalled } = call;
  void checkpoint.publishOutbox();
  for (const text of recalled.texts) session.sendText(text);
  for (const use of recalled.unfinished) {
    const work = tools.use(use);
    void rules.cover(work);
    void work.then((result) => session.sendText(lateResult(use.name, result)));
  }
}
