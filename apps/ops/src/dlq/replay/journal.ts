import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { UnfinishedError } from '../../errors';
import {
  apply,
  newState,
  parseJournal,
  type JournalLine,
  type JournalState,
} from './journal-lines';

/** What one replay has done so far, on disk before anything relies on it. */
export interface Journal {
  /** Its replay was begun by a command that did not end it. */
  readonly isResumed: boolean;
  /** Stands beside the journal; begun and continued with it. */
  readonly backupPath: string;
  readonly state: JournalState;
  write(line: JournalLine): void;
  close(): void;
}

const JOURNAL = '.journal.ndjson';
const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY = 0o600;

/** The folder of one dead-letter queue's replays: readable, and never shared by two queues. */
export function replayFolder(stateDir: string, address: string): string {
  const name = address.slice(address.lastIndexOf('/') + 1).replaceAll(/[^\w-]/g, '_');
  const digest = createHash('sha256').update(address).digest('hex').slice(0, 8);
  return join(stateDir, 'replays', `${name}-${digest}`);
}

/** Goes on with the replay that was not finished, or begins one. */
export function openJournal(folder: string, nowMs: number): Journal {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  const unfinished = journalsIn(folder).find(({ state }) => !state.finished);
  if (unfinished) return continueJournal(unfinished.path, unfinished.state);
  const started = new Date(nowMs).toISOString();
  const path = join(folder, `${started.replaceAll(/[:.]/g, '-')}${JOURNAL}`);
  const journal = writeTo(openSync(path, 'wx', OWNER_ONLY), path, newState(), false);
  journal.write({ started });
  return journal;
}

/** New message ids of all that was ever replayed: what of it is back has failed again. */
export function replayedIds(folder: string): ReadonlySet<string> {
  return new Set(journalsIn(folder).flatMap(({ state }) => [...state.sent.values()]));
}

function continueJournal(path: string, state: JournalState): Journal {
  const text = readFileSync(path);
  truncateSync(path, text.lastIndexOf('\n') + 1); // a cut line must not spoil the next one
  return writeTo(openSync(path, 'a', OWNER_ONLY), path, state, true);
}

function writeTo(file: number, path: string, state: JournalState, isResumed: boolean): Journal {
  return {
    isResumed,
    backupPath: path.replace(JOURNAL, '.backup.ndjson'),
    state,
    write(line) {
      writeSync(file, `${JSON.stringify(line)}\n`);
      apply(state, line);
    },
    close() {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

function journalsIn(folder: string) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(JOURNAL))
    .map((name) => ({ path: join(folder, name), state: readJournal(join(folder, name)) }));
}

function readJournal(path: string): JournalState {
  try {
    return parseJournal(readFileSync(path, 'utf8'));
  } catch {
    throw new UnfinishedError(`The journal ${path} cannot be read; move it away to start anew.`);
  }
}
