import { readFile } from 'node:fs/promises';
import { readWav } from '@patchbay/audio';
import { BUCKETS } from '@patchbay/infra';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import type { HeardTurn } from '../caller/heard-turns';
import type { EndedCall } from './call-report';
import type { System } from './system';

/** Whether the last part of what the bot said was heard, sample for sample, before the line was cut. */
export async function judgeLastWords(
  { outcome, heardWav }: EndedCall,
  turns: readonly HeardTurn[],
  { s3 }: Pick<System, 's3'>,
): Promise<string[]> {
  const last = turns.flatMap(({ stored }) => stored.bot.parts).at(-1);
  if (outcome === 'hangup' || !last) return [];
  const prompts = createS3ObjectStore({ bucket: BUCKETS.prompts }, s3);
  const part = await prompts.get(last.audioKey);
  const heard = readWav(await readFile(heardWav)).pcm;
  const isWhole = part !== undefined && isHeardWhole(readWav(part).pcm, heard);
  return isWhole ? [] : ['the last words of the bot were cut off'];
}

/** Whether every sample of a part was heard; last words are said last, so it looks from the end on. */
export function isHeardWhole(part: Int16Array, heard: Int16Array): boolean {
  for (let at = heard.length - part.length; at >= 0; at -= 1) {
    if (part.every((sample, i) => heard[at + i] === sample)) return true;
  }
  return false;
}
