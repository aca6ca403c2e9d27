import { networkInterfaces } from 'node:os';

/** Reserved for a machine and its host: on ECS the metadata of the task is asked over it. */
const LINK_LOCAL = /^169\.254\./;

/** The address of this machine in its network; undefined where it is in none. */
export function ownAddress(interfaces = networkInterfaces()): string | undefined {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .find(
      ({ family, internal, address }) =>
        family === 'IPv4' && !internal && !LINK_LOCAL.test(address),
    )?.address;
}
