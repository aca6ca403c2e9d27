import { CommanderError } from 'commander';
import { PatchbayError } from '@patchbay/platform';
import colors from 'picocolors';
import type { CallReport } from './call-report';
import type { CallNews } from './run-call';
import { showProgress, showTurn } from './show-call';

/** Exit status for arguments, files and settings that cannot be used. */
export const BAD_INPUT = 2;

/** Where a call's progress goes: beside the JSON result it goes to standard error. */
export function presenter(json: boolean): (news: CallNews) => void {
  const print = json ? console.error : console.log;
  return (news) => {
    const line = news.kind === 'turn' ? showTurn(news.turn) : showProgress(news.progress);
    if (line !== undefined) print(line);
  };
}

/** Says how a call went. @returns the exit status */
export function report(result: CallReport, json: boolean): number {
  if (json) console.log(JSON.stringify(result));
  else for (const line of summary(result)) console.log(line);
  return result.problems.length === 0 ? 0 : 1;
}

function summary(result: CallReport): string[] {
  const { transcriptFile, transcriptUri, heardWav, notifications, problems, seconds } = result;
  return [
    '',
    ...problems.map((problem) => colors.red(`✗ ${problem}`)),
    ...(problems.length === 0 ? [colors.green('✓ the call went as it should')] : []),
    `  outcome        ${result.outcome} after ${seconds} s`,
    `  transcript     ${transcriptFile ?? 'none'} ${colors.dim(transcriptUri ?? '')}`,
    `  what was heard ${heardWav}`,
    ...notifications.map(({ channel, status }) => `  notification   ${channel}: ${status}`),
  ];
}

/** One clear line for what the user can mend; the whole stack for what only we can. */
export function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_INPUT;
  const known = error instanceof PatchbayError;
  console.error(known ? error.message : error);
  return known ? BAD_INPUT : 1;
}
