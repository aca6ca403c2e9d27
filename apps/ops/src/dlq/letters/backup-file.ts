import { closeSync, createReadStream, fsyncSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { DeadLetter } from '@patchbay/messaging';
import { errorName } from '@patchbay/platform';
import { z } from 'zod';
import { BadInputError } from '../../errors';

const FORMAT = 'patchbay-dead-letters';

const headerSchema = z.object({ format: z.literal(FORMAT), version: z.literal(1) });
const letterSchema = z.object({
  messageId: z.string().min(1),
  body: z.string().min(1),
  attributes: z.record(
    z.string(),
    z.object({
      type: z.string(),
      text: z.string().optional(),
      base64: z.base64().optional(),
    }),
  ),
});
export type BackedUpLetter = z.infer<typeof letterSchema>;

/** Readable by its owner alone: letters are kept whole, with all that is in them. */
const OWNER_ONLY = 0o600;

export interface BackupFile {
  append(letters: readonly DeadLetter[]): void;
  /** Resolves the file to disk. */
  close(): void;
}

/**
 * A new NDJSON file: a line that says what it holds, then a letter a line.
 * @throws BadInputError when there is such a file already, or no place for it
 */
export function createBackup(path: string, queue: string, nowMs: number): BackupFile {
  const file = open(path, 'wx');
  const header = {
    format: FORMAT,
    version: 1,
    queue,
    exportedAt: new Date(nowMs).toISOString(),
    holds: 'whole messages, unmasked: keep private, delete when done',
  };
  writeSync(file, toLine(header));
  return backupIn(file);
}

/** Goes on writing a backup that was begun. @throws BadInputError */
export const continueBackup = (path: string): BackupFile => backupIn(open(path, 'a'));

function backupIn(file: number): BackupFile {
  return {
    append(letters) {
      const kept = letters.map((letter) => toLine({ ...letter, receiptHandle: undefined }));
      writeSync(file, kept.join(''));
    },
    close() {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

/**
 * The letters of a backup in order, each once; a replay that was resumed may have noted one twice.
 * @throws BadInputError naming the line that is not one
 */
export async function* readBackup(path: string): AsyncGenerator<BackedUpLetter> {
  const seen = new Set<string>();
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    const letter = parseLine(line, number, path);
    if (letter === undefined || seen.has(letter.messageId)) continue;
    seen.add(letter.messageId);
    yield letter;
  }
  if (number === 0) throw new BadInputError(`${path} is empty, not a backup of dead letters.`);
}

/** Reads a backup to its end. @throws BadInputError naming the first line that is not one */
export async function checkBackup(path: string): Promise<void> {
  const letters = readBackup(path);
  while (!(await letters.next()).done);
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  } catch (error) {
    throw new BadInputError(`${path} cannot be read: ${reason(error)}.`, error);
  }
}

function parseLine(line: string, number: number, path: string): BackedUpLetter | undefined {
  try {
    const value = JSON.parse(line);
    if (number > 1) return letterSchema.parse(value);
    headerSchema.parse(value);
    return undefined;
  } catch (error) {
    // The cause may quote the line; only its number is told.
    throw new BadInputError(`${path}, line ${number}: not a backup of dead letters.`, error);
  }
}

function open(path: string, flags: 'wx' | 'a'): number {
  try {
    return openSync(path, flags, OWNER_ONLY);
  } catch (error) {
    throw new BadInputError(`${path} cannot be written: ${reason(error)}.`, error);
  }
}

const toLine = (value: object) => `${JSON.stringify(value)}\n`;

/** What the file system says, such as EEXIST. */
const reason = (error: unknown) => (error as NodeJS.ErrnoException).code ?? errorName(error);
