import { pino, type DestinationStream } from 'pino';

/**
 * What a log line may carry besides its fixed message: ids, counts, names and durations.
 * Nothing that a caller said or dialled has a field here.
 */
export interface LogFields {
  readonly contactId?: string;
  readonly agentId?: string;
  readonly eventId?: string;
  readonly eventType?: string;
  readonly queue?: string;
  readonly channel?: string;
  readonly epoch?: number;
  readonly cursor?: number;
  readonly sequence?: number;
  readonly turn?: number;
  /** Counts a call's reply parts, from 1. */
  readonly part?: number;
  readonly intent?: string;
  readonly tool?: string;
  readonly errorName?: string;
  readonly retryable?: boolean;
  readonly attempt?: number;
  readonly count?: number;
  readonly durationMs?: number;
  readonly port?: number;
  readonly status?: number;
  readonly outcome?: string;
  /** An API operation, such as `sqs AmazonSQS.SendMessage`. */
  readonly operation?: string;
  /** A file of an agent's folder, and the place in it, such as `speech.modelId`. */
  readonly file?: string;
  readonly path?: string;
  /** Id of a passage of a knowledge base, such as `cards#lost-or-stolen`. */
  readonly passage?: string;
}

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const ALLOWED = new Set([
  'contactId',
  'agentId',
  'eventId',
  'eventType',
  'queue',
  'channel',
  'epoch',
  'cursor',
  'sequence',
  'turn',
  'part',
  'intent',
  'tool',
  'errorName',
  'retryable',
  'attempt',
  'count',
  'durationMs',
  'port',
  'status',
  'outcome',
  'operation',
  'file',
  'path',
  'passage',
] satisfies (keyof LogFields)[] as string[]);

/** A JSON-lines logger that writes the fields of {@link LogFields} and drops every other one. */
export function createLogger(
  service: string,
  options: { level?: string; destination?: DestinationStream } = {},
): Logger {
  const sink = pino(
    { base: { service }, level: options.level ?? 'info', timestamp: pino.stdTimeFunctions.isoTime },
    ...(options.destination ? [options.destination] : []),
  );
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields?: LogFields) =>
      sink[level](onlyAllowed(fields), message);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function onlyAllowed(fields: LogFields = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => ALLOWED.has(name)));
}
