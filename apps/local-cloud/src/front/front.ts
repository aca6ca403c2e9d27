import { errorName, type Logger } from '@patchbay/platform';
import { AwsFault, NotEmulated } from './aws-fault';
import type { ApiCalls } from './api-calls';
import type { AwsRequest, AwsResponse, AwsService } from './aws-service';
import type { Disturbances } from './disturbances';
import { sendAwsError } from './exchange';
import { openLoopbackPort } from './loopback-port';
import { operationName, signedFor } from './signed-for';

type Handler = (request: AwsRequest, response: AwsResponse) => Promise<void>;

export interface FrontOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly services: readonly AwsService[];
  /** What is no AWS service and is not signed as one, by the first part of its path: `webhooks`. */
  readonly unsignedRoutes?: Readonly<Record<string, Handler>>;
  readonly disturbances?: Disturbances;
  readonly apiCalls?: ApiCalls;
  readonly logger: Logger;
}

export interface Front {
  readonly port: number;
  /** Every request so far that was answered 501, as `<service> <operation>`. */
  readonly notEmulated: readonly string[];
  close(): Promise<void>;
}

/**
 * The one port of the local cloud: hands each request to the service that it is signed for.
 * A service may throw an AwsFault in place of an answer.
 * @throws PortInUseError
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const { logger, services } = options;
  const handlers = new Map<string, Handler>(
    services.map((service) => [service.signingName, (...exchange) => service.handle(...exchange)]),
  );
  const unsigned = new Map(Object.entries(options.unsignedRoutes ?? {}));
  const notEmulated: string[] = [];
  const { port, close } = await openLoopbackPort(options.port, (request, response) => {
    response.once('finish', () => note(request, response.statusCode));
    answer(request, response).catch((error) => answerFault(response, error, logger));
  });
  return {
    port,
    notEmulated,
    close: async () => {
      await close();
      await Promise.all(services.map((service) => service.close?.()));
    },
  };

  async function answer(request: AwsRequest, response: AwsResponse): Promise<void> {
    options.apiCalls?.note(request);
    if (options.disturbances?.harm(request, response)) return;
    await (handlerOf(request) ?? refuse)(request, response);
  }

  function handlerOf(request: AwsRequest): Handler | undefined {
    const firstPart = (request.url ?? '').split(/[/?]/)[1] ?? '';
    const service = signedFor(request);
    return service === undefined ? unsigned.get(firstPart) : handlers.get(service);
  }

  function note(request: AwsRequest, status: number): void {
    if (status !== 501) return;
    const operation = `${signedFor(request) ?? 'unsigned'} ${operationName(request)}`;
    notEmulated.push(operation);
    logger.warn('not emulated', { operation, status });
  }
}

async function refuse(request: AwsRequest): Promise<void> {
  throw new NotEmulated(signedFor(request) ?? 'requests without a SigV4 credential');
}

function answerFault(response: AwsResponse, error: unknown, logger: Logger): void {
  if (!(error instanceof AwsFault)) {
    logger.error('an emulated service failed', { errorName: errorName(error) });
  }
  if (response.headersSent || response.destroyed) return void response.destroy();
  const fault =
    error instanceof AwsFault ? error : new AwsFault(500, 'InternalFailure', String(error));
  sendAwsError(response, fault.status, fault.name, fault.message);
}
