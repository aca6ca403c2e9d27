// The health check of a bridge's container: exit status 0 when its server answers. The certificate
// is the bridge's own of this start, and the question goes no further than the container itself.
import { get } from 'node:https';

const LIMIT_MS = 2000;
const { BRIDGE_ADDRESS: host, BRIDGE_PORT: port } = process.env;

const request = get(
  { host, port, path: '/health', rejectUnauthorized: false, timeout: LIMIT_MS },
  ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1),
);
request.on('timeout', () => request.destroy(new Error('no answer')));
request.on('error', () => process.exit(1));
