import { once } from 'node:events';
import { createServer, type AddressInfo, type ListenOptions, type Server } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Node takes one connection a listening socket in a turn of its event loop
 * (https://github.com/libuv/libuv/pull/3696), and a bridge that takes over fifty calls has turns of a
 * tenth of a second. With one socket polls queue for seconds and are given up, and then the dead
 * connections are taken first: the bridge is alive, and answers nobody.
 */
const DOORS = 16;

/** All the sockets at which a server listens. */
export interface Doors {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Has a server listen at one address with many sockets, among which the kernel spreads connections
 * (SO_REUSEPORT); with one where the system knows no such thing, as macOS.
 * @param port 0 for any that is free
 */
export async function openDoors(
  server: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Doors> {
  await server.ready();
  const doors = await openOthers(server, { host, port });
  const [other] = doors;
  const own = other ? portOf(other) : port;
  const options = { host, port: own, reusePort: other !== undefined };
  await server.listen(options);
  return {
    port: portOf(server.server),
    async close() {
      for (const door of doors) door.close();
      await server.close();
    },
  };
}

/** Those beside the server's own socket: what they take is handed to it. */
async function openOthers(server: FastifyInstance, address: ListenOptions): Promise<Server[]> {
  const doors: Server[] = [];
  let { port } = address;
  try {
    while (doors.length < DOORS - 1) {
      const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
        server.server.emit('connection', socket);
      });
      await once(door.listen({ ...address, port, reusePort: true }), 'listening');
      port = portOf(door);
      doors.push(door);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTSUP') throw error;
  }
  return doors;
}

const portOf = (server: Pick<Server, 'address'>) => (server.address() as AddressInfo).port;
