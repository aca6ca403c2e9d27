import { sleep } from '@patchbay/platform';
import type { AwsFault } from '../front/aws-fault';
import type { ModelConnection, NovaEvent, SpeechModel } from '../speech-model/speech-model';

/** A speech model whose output each test writes; it says goodbye like the real one. */
export class PuppetModel implements SpeechModel {
  readonly received: NovaEvent[] = [];
  /** The same, a list for each session. */
  readonly sessions: NovaEvent[][] = [];
  /** The newest of all that were opened. */
  connection: ModelConnection | undefined;
  opened = 0;
  clientsGone = 0;
  /** Answers the next requests in place of a stream. */
  refusal: AwsFault | undefined;
  saysGoodbye = true;

  open(connection: ModelConnection) {
    this.opened += 1;
    if (this.refusal) throw this.refusal;
    this.connection = connection;
    const events: NovaEvent[] = [];
    this.sessions.push(events);
    return {
      receive: (event: NovaEvent) => {
        this.received.push(event);
        events.push(event);
        if (event['sessionEnd'] && this.saysGoodbye) this.#sayGoodbye(connection);
      },
      close: () => void this.clientsGone++,
    };
  }

  send(...events: readonly NovaEvent[]): void {
    for (const event of events) this.connection?.send(event);
  }

  names = () => this.received.map((event) => Object.keys(event)[0]);

  /** The body of the first event of this name, as soon as it has come. */
  async has(name: string): Promise<Readonly<Record<string, unknown>>> {
    for (;;) {
      const body = this.received.find((event) => name in event)?.[name];
      if (body) return body;
      await sleep(5);
    }
  }

  /** Resolves when this many clients have gone. */
  async isLeft(clients = 1): Promise<void> {
    while (this.clientsGone < clients) await sleep(5);
  }

  #sayGoodbye(connection: ModelConnection): void {
    connection.send({ completionEnd: { stopReason: 'END_TURN' } });
    connection.end();
  }
}
