import colors from 'picocolors';
import type { CallProgress } from '../caller/place-call';
import type { TurnView } from './call-report';

type Show<Event> = (event: Event) => string | undefined;
type Shows = { [Type in CallProgress['type']]: Show<Extract<CallProgress, { type: Type }>> };

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const stamp = (atMs: number) => colors.dim(seconds(atMs).padStart(7));

/** What a person at the terminal wants to know of each step; the flow's own steps are left out. */
const SHOWS: Shows = {
  ringing: ({ contactId }) => `${colors.bold('☎ ringing')} ${colors.dim(`contact ${contactId}`)}`,
  note: ({ text }) => colors.dim(text),
  'flow-action': () => undefined,
  'caller-speaks': ({ text }) => `${colors.cyan('caller')}  “${text}”`,
  'caller-murmurs': () => `${colors.cyan('caller')}  “mhm”`,
  'caller-silent': () => undefined,
  'caller-presses': ({ keys }) => `${colors.cyan('caller')}  presses ${keys} key(s)`,
  prompt: ({ durationMs, heardAfterMs }) =>
    `${colors.green('bot')}     ♪ ${seconds(durationMs)}${
      heardAfterMs === undefined
        ? ''
        : colors.dim(`  heard ${Math.round(heardAfterMs)} ms after the caller`)
    }`,
  queue: ({ attributes }) =>
    `${colors.yellow('human')}   the caller enters the queue; ${Object.entries(attributes)
      .map(([name, value]) => `${name}: ${value}`)
      .join('; ')}`,
  hangup: () => `${colors.cyan('caller')}  hangs up`,
  ended: ({ outcome }) => colors.bold(`☎ ended: ${outcome}`),
};

/** One line for the terminal, or undefined for what is not worth one. */
export function showProgress(progress: CallProgress): string | undefined {
  const line = (SHOWS[progress.type] as Show<CallProgress>)(progress);
  return line === undefined ? undefined : `${stamp(progress.atMs)}  ${line}`;
}

/** A turn as it was stored: what was understood, and what the bot said to it. */
export function showTurn({ caller, bot, heardAfterMs, interrupted, tools }: TurnView): string {
  const understood = caller === '' ? '' : `understood “${caller}” → `;
  const after = heardAfterMs === null ? '' : ` (${Math.round(heardAfterMs)} ms)`;
  const used = tools.map(({ name, outcome }) => `${name} (${outcome}) → `).join('');
  const cut = interrupted ? ', cut off by the caller' : '';
  return `${' '.repeat(9)}${colors.dim(`turn    ${understood}${used}said “${bot}”${cut}${after}`)}`;
}
