import { FAULTS } from './faults';

/** Each fault in its short form; `npm run faults -- all` runs them at full load. */
const names = Object.keys(FAULTS);

test.each(names.length > 0 ? names : ['none'])('%s', async (name) => {
  if (name === 'none') return;
  const fault = await FAULTS[name]?.();
  const lines: string[] = [];

  const figures = await fault?.({ scale: 'short', tell: (line) => lines.push(line) });

  if (!figures?.pass) throw new Error(`${JSON.stringify(figures)}\n${lines.join('\n')}`);
});
