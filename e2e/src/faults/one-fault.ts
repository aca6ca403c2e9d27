import type { Scale } from './fault';
import type { Said } from './fault-process';
import { FAULTS } from './faults';

/** Runs one fault for the process that started this one: see fault-process.ts. */
const [, , name = '', scale = 'short'] = process.argv;
const say = (said: Said) => void process.send?.(said);

// Whoever asked for the fault is gone: so are, with this process, all that it has started.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.on('message', () => say({ waitsFor: openResources() }));

try {
  const fault = await FAULTS[name]?.();
  const figures = await fault?.({ scale: scale as Scale, tell: (line) => say({ line }) });
  say({ figures: figures ?? { pass: false } });
} catch (error) {
  say({ line: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  say({ figures: { pass: false } });
}

/** What keeps the process alive, and how many of each: timers, connections, processes. */
function openResources(): string {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo())
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}
