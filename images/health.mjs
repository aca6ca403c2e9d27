// The health check of a bridge's container: exit status 0 when its server answers. The certificate
// is the bridge's own of this start, and the question goes no further than the container itself.
import { get } from 'node:https';
import { networkInterfaces } from 'node:os';

const LIMIT_MS = 2000;

/** Without a setting a bridge listens at its machine's own address; 169.254 leads to the host. */
const ownAddress = () =>
  Object.values(networkInterfaces())
    .flat()
    .find(
      ({ family, internal, address }) =>
        family === 'IPv4' && !internal && !address.startsWith('169.254.'),
    )?.address;

const { BRIDGE_ADDRESS: host = ownAddress(), BRIDGE_PORT: port } = process.env;
const request = get(
  { host, port, path: '/health', rejectUnauthorized: false, timeout: LIMIT_MS },
  ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1),
);
request.on('timeout', () => request.destroy(new Error('no answer')));
request.on('error', () => process.exit(1));
