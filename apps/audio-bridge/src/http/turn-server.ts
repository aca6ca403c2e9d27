import {
  disconnectNoticeSchema,
  leaseQuestionSchema,
  turnRequestSchema,
  type TurnAnswer,
  type TurnRefusal,
} from '@patchbay/contracts';
import { verifySignature, type Clock, type Logger } from '@patchbay/platform';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { HeldCalls } from '../held-calls';
import type { TurnExchange } from '../turn-exchange';
import type { BridgeCertificate } from './bridge-certificate';
import { sendWithBlanks } from './send-with-blanks';

/** A call that this bridge carries, as the outside may reach it. */
export interface CarriedCall {
  readonly turns: Pick<TurnExchange, 'ask'>;
  /** Connect says that the caller is gone. */
  disconnected(): void;
}

export interface TurnServerOptions extends BridgeCertificate {
  readonly calls: ReadonlyMap<string, CarriedCall>;
  /** Knows what to tell other bridges of the calls that are held here. */
  readonly held: Pick<HeldCalls, 'answer'>;
  /** Aborts when this bridge is to end: then it is not healthy, and takes no calls. */
  readonly stopping: AbortSignal;
  readonly keys: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Turn requests are small; anything larger is not one of ours. */
const BODY_LIMIT_BYTES = 16 * 1024;

/** A poll is a few hundred bytes from the same network; who sends slower holds a socket for nothing. */
const REQUEST_LIMIT_MS = 10_000;

const STATUS_BY_REFUSAL: Record<TurnRefusal['refusal'], number> = {
  'unknown-call': 404,
  'stale-epoch': 409,
  'stale-cursor': 409,
  'bad-signature': 401,
  'clock-skew': 401,
  'bad-request': 400,
};

/** Takes the bridge out of service while it ends. */
const HTTP_UNAVAILABLE = 503;

/**
 * The HTTPS server on which Lambda functions ask for turns, and bridges whether a call is held
 * here. Every request about a call must be signed.
 */
export function createTurnServer(options: TurnServerOptions): FastifyInstance {
  const server = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_LIMIT_MS,
    https: { cert: options.certificate, key: options.privateKey },
    forceCloseConnections: true,
  }) as unknown as FastifyInstance;
  // The body stays raw until its signature was checked.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) =>
    done(null, body),
  );
  server.get('/health', (_, reply) =>
    reply
      .code(options.stopping.aborted ? HTTP_UNAVAILABLE : 200)
      .send({ calls: options.calls.size }),
  );
  server.post('/calls/:contactId/turns', (request, reply) => askForTurn(request, reply, options));
  server.post('/calls/:contactId/disconnect', (request, reply) =>
    disconnect(request, reply, options),
  );
  server.post('/calls/:contactId/lease', (request, reply) => tellOwner(request, reply, options));
  return server;
}

async function askForTurn(
  request: FastifyRequest,
  reply: FastifyReply,
  options: TurnServerOptions,
) {
  const turn = readSigned(turnRequestSchema, request, options);
  if ('refusal' in turn) return refuse(reply, turn.refusal);
  const call = options.calls.get(turn.contactId);
  if (!call) return refuse(reply, 'unknown-call');
  return sendWithBlanks(reply, call.turns.ask(turn), statusOf);
}

async function disconnect(
  request: FastifyRequest,
  reply: FastifyReply,
  options: TurnServerOptions,
) {
  const notice = readSigned(disconnectNoticeSchema, request, options);
  if ('refusal' in notice) return refuse(reply, notice.refusal);
  const call = options.calls.get(notice.contactId);
  if (!call) return refuse(reply, 'unknown-call');
  call.disconnected();
  return reply.send({});
}

async function tellOwner(request: FastifyRequest, reply: FastifyReply, options: TurnServerOptions) {
  const question = readSigned(leaseQuestionSchema, request, options);
  if ('refusal' in question) return refuse(reply, question.refusal);
  const answer = options.held.answer(question);
  return 'refusal' in answer ? refuse(reply, answer.refusal) : reply.send(answer);
}

/** The body of a request that is signed and names the same call as its path; else the refusal. */
function readSigned<Body extends { contactId: string }>(
  schema: z.ZodType<Body>,
  { body, headers, params }: FastifyRequest,
  options: TurnServerOptions,
): Body | TurnRefusal {
  const signed = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const verdict = verifySignature(options.keys, signed, headers, options.clock.nowMs());
  if (verdict !== 'valid') return turnAway(verdict, options.logger);
  const parsed = schema.safeParse(parseJson(signed));
  const named = (params as { contactId?: unknown }).contactId;
  if (!parsed.success || parsed.data.contactId !== named) return { refusal: 'bad-request' };
  return parsed.data;
}

/** The names that operators alarm on; nothing of a request that proves nothing is logged. */
const NAME_BY_VERDICT = { invalid: 'BadSignatureError', expired: 'ClockSkewError' } as const;

function turnAway(verdict: keyof typeof NAME_BY_VERDICT, logger: Logger): TurnRefusal {
  logger.warn('A request was refused', { errorName: NAME_BY_VERDICT[verdict] });
  return { refusal: verdict === 'expired' ? 'clock-skew' : 'bad-signature' };
}

function statusOf(answer: TurnAnswer | TurnRefusal): number {
  return 'refusal' in answer ? STATUS_BY_REFUSAL[answer.refusal] : 200;
}

const refuse = (reply: FastifyReply, refusal: TurnRefusal['refusal']) =>
  reply.code(STATUS_BY_REFUSAL[refusal]).send({ refusal } satisfies TurnRefusal);

function parseJson(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}
