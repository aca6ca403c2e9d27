import type { NetworkInterfaceInfo } from 'node:os';
import { ownAddress } from './own-address';

const at = (address: string, internal = false) =>
  ({ address, internal, family: 'IPv4' }) as NetworkInterfaceInfo;

describe('the own address of a bridge', () => {
  test('is the one of its network, as a task on Fargate sees it', () => {
    const interfaces = {
      lo: [at('127.0.0.1', true)],
      eth0: [at('169.254.172.2')],
      eth1: [at('10.40.3.17')],
    };

    expect(ownAddress(interfaces)).toBe('10.40.3.17');
  });

  test('is unknown on a machine without a network', () => {
    expect(ownAddress({ lo: [at('127.0.0.1', true)] })).toBeUndefined();
  });
});
