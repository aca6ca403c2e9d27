import { setImmediate } from 'node:timers/promises';
import { buildApp } from 'fauxqs';
import { z } from 'zod';
import { systemClock } from '@patchbay/platform';
import { LOCAL_CREDENTIALS } from '../client-config';
import { AwsFault, NotEmulated } from '../front/aws-fault';
import type { AwsResponse, AwsService } from '../front/aws-service';
import { readJson, send } from '../front/exchange';
import { Arrivals } from './arrivals';
import { post, type Answer } from './in-process';

/** How soon a long poll sees a message whose delay or visibility timeout has ended; a sent one it sees at once. */
const LOOK_AGAIN_MS = 100;

const JSON_1_0 = 'application/x-amz-json-1.0';

const BRINGS_MESSAGES = /\.(SendMessage|ChangeMessageVisibility)/;
const ANSWERS_WITH_URLS = /\.(CreateQueue|GetQueueUrl|ListQueues)$/;

const callSchema = z.looseObject({
  QueueUrl: z.string().default(''),
  WaitTimeSeconds: z.number().min(0).max(20).default(0),
  Attributes: z.record(z.string(), z.unknown()).optional(),
});
type Call = z.output<typeof callSchema>;

export interface SqsService extends AwsService {
  /**
   * Sends as an AWS service does, in process.
   * @throws AwsFault such as QueueDoesNotExist
   */
  send(
    queueArn: string,
    body: string,
    attributes?: Readonly<Record<string, string>>,
  ): Promise<void>;
}

/**
 * SQS, kept by fauxqs in memory and reached without a port of its own. Queue URLs are
 * `<endpointUrl>/<account>/<name>`.
 */
export async function createSqs(options: { endpointUrl: () => string }): Promise<SqsService> {
  const fauxqs = buildApp({ logger: false });
  const arrivals = new Arrivals();
  await fauxqs.ready();

  async function call(target: string, authorization: string, body: Partial<Call>): Promise<Answer> {
    const headers = { authorization, 'content-type': JSON_1_0, 'x-amz-target': target };
    const answer = await post(fauxqs.server, headers, JSON.stringify(body));
    const unknown = answer.statusCode === 400 && answer.payload.includes('#InvalidAction');
    if (unknown) throw new NotEmulated(target);
    if (BRINGS_MESSAGES.test(target)) arrivals.announce(queueName(body.QueueUrl));
    return answer;
  }

  /**
   * Asks until there is a message or the time is over. A waiting receive of fauxqs would take the
   * next message also for a consumer that was killed meanwhile, and hide it for a whole visibility
   * timeout; asking again only while the client is there loses none.
   */
  async function longPoll(ask: () => Promise<Answer>, body: Call, client: AwsResponse) {
    const deadlineMs = systemClock.monotonicMs() + body.WaitTimeSeconds * 1000;
    for (;;) {
      const answer = await ask();
      const leftMs = deadlineMs - systemClock.monotonicMs();
      if (leftMs <= 0 || answer.statusCode !== 200 || answer.payload !== '{}') return answer;
      await arrivals.wait(queueName(body.QueueUrl), Math.min(leftMs, LOOK_AGAIN_MS));
      await setImmediate(); // lets a hang-up that has already come in show itself
      if (client.destroyed || client.socket?.readableEnded) return answer;
    }
  }

  /** fauxqs words its queue URLs for a host name of its own. */
  const localUrls = (payload: string) =>
    payload.replaceAll(/http:\/\/sqs\.[^/"]+/g, options.endpointUrl());

  return {
    signingName: 'sqs',
    async handle(request, response) {
      const target = String(request.headers['x-amz-target']);
      const body = await readJson(request, callSchema);
      refuseQueueWideLongPoll(body);
      const ask = () =>
        call(target, String(request.headers.authorization), { ...body, WaitTimeSeconds: 0 });
      const answer = await longPoll(ask, body, response);
      const payload = ANSWERS_WITH_URLS.test(target) ? localUrls(answer.payload) : answer.payload;
      send(response, answer.statusCode, JSON_1_0, payload);
    },
    async send(queueArn, body, attributes = {}) {
      const [, , , region, , name] = queueArn.split(':');
      const scope = `Credential=${LOCAL_CREDENTIALS.accessKeyId}/0/${region}/sqs/aws4_request`;
      const { statusCode, payload } = await call('AmazonSQS.SendMessage', scope, {
        QueueUrl: `http://sqs.${region}.local/${name}`,
        MessageBody: body,
        MessageAttributes: stringAttributes(attributes),
      });
      if (statusCode === 200) return;
      const { __type, message } = JSON.parse(payload);
      throw new AwsFault(statusCode, String(__type).replace(/^.*#/, ''), message);
    },
    close: async () => void (await fauxqs.close()),
  };
}

const queueName = (queueUrl = '') => queueUrl.slice(queueUrl.lastIndexOf('/') + 1);

/** A queue's own waiting time would be served by the emulator's long poll, which loses messages. */
function refuseQueueWideLongPoll({ Attributes }: Call): void {
  if (Number(Attributes?.['ReceiveMessageWaitTimeSeconds'] ?? 0) > 0) {
    throw new NotEmulated('the queue attribute ReceiveMessageWaitTimeSeconds');
  }
}

function stringAttributes(attributes: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [
      name,
      { DataType: 'String', StringValue },
    ]),
  );
}
