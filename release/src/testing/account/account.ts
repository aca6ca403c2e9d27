import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudFormation } from './cloud-formation';
import type { Answer } from './answer';
import { aws } from './aws-cli';
import { CommandRefusal, type Program } from './command';
import { emptyAccount, type Contents, type Place } from './contents';
import { docker } from './docker';
import { servicesOf } from './services';

export interface Account {
  readonly contents: Contents;
  readonly stacks: CloudFormation;
  readonly endpointUrl: string;
  /** Requests that nothing here answers. */
  readonly unknown: string[];
  close(): void;
}

/** Where the stand-ins of commands ask: `POST /commands/docker`. */
const COMMANDS = '/commands/';

/**
 * An AWS account that has nothing in it yet but an instance of Amazon Connect, on a port of
 * 127.0.0.1: what the AWS CDK's own commands, ours, and the stand-ins of `docker` and `aws` talk to.
 */
export async function openAccount(place: Place): Promise<Account> {
  const contents = emptyAccount(place);
  const stacks = new CloudFormation(contents);
  const services = servicesOf(contents, stacks);
  const programs: Record<string, Program> = { docker: docker(contents), aws: aws(contents) };
  const unknown: string[] = [];

  async function answer(request: IncomingMessage): Promise<Answer> {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const program = programs[url.pathname.slice(COMMANDS.length)];
    if (url.pathname.startsWith(COMMANDS) && program) return run(program, body);
    const signedFor = /Credential=[^/]+\/\d+\/[\w-]+\/([\w-]+)\//.exec(
      request.headers.authorization ?? '',
    )?.[1];
    const target = String(request.headers['x-amz-target'] ?? '');
    const service = services[signedFor ?? ''];
    const answered = service?.({ method: request.method ?? '', url, target, body });
    if (answered && answered.status !== 501) return answered;
    unknown.push(
      `${signedFor} ${request.method} ${url.pathname} ${target} ${body.subarray(0, 200)}`,
    );
    return answered ?? { status: 501, body: '{}' };
  }

  const server = createServer(async (request, response) => {
    send(response, await answer(request).catch((error) => ({ status: 500, body: String(error) })));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    contents,
    stacks,
    unknown,
    endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function run(program: Program, body: Buffer): Promise<Answer> {
  try {
    const stdout = await program(JSON.parse(body.toString()));
    return { body: JSON.stringify({ status: 0, stdout, stderr: '' }) };
  } catch (error) {
    if (!(error instanceof CommandRefusal)) throw error;
    return { body: JSON.stringify({ status: 1, stdout: '', stderr: error.message }) };
  }
}

const send = (
  response: ServerResponse,
  { status = 200, body, type = 'application/json' }: Answer,
) => response.writeHead(status, { 'content-type': type }).end(body);
