import { once } from 'node:events';
import { get } from 'node:https';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { systemClock } from '@patchbay/platform';
import { createRecordingLogger } from '@patchbay/testing';
import fastify from 'fastify';
import { HeldCalls } from '../held-calls';
import { createBridgeCertificate } from './bridge-certificate';
import { openDoors, type Doors } from './open-doors';
import { createTurnServer } from './turn-server';

const HOST = '127.0.0.1';
const CROWD = 48;

/** Connects from a thread of its own, while this one is busy. */
const CLIENT = `
  const { workerData } = require('node:worker_threads');
  const { connect } = require('node:net');
  for (let i = 0; i < workerData.count; i++) connect(workerData.port, '127.0.0.1').on('error', () => {});
`;

test('a crowd that came while the bridge was busy is let in within a few turns', async () => {
  const server = fastify();
  let letIn = 0;
  server.server.on('connection', () => (letIn += 1));
  const doors = await openDoors(server, { host: HOST, port: 0 });
  const client = new Worker(CLIENT, { eval: true, workerData: { port: doors.port, count: CROWD } });
  await once(client, 'online');

  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  for (let turn = 0; turn < 8; turn++) await nextTurn();

  expect(letIn).toBeGreaterThan(CROWD / 2);
  await Promise.all([client.terminate(), doors.close()]);
});

describe('a turn server behind many doors', () => {
  let doors: Doors;
  let ca: string;

  beforeAll(async () => {
    const identity = await createBridgeCertificate(HOST);
    ca = identity.certificate;
    const server = createTurnServer({
      ...identity,
      calls: new Map(),
      held: new HeldCalls(),
      stopping: new AbortController().signal,
      keys: ['a-key-of-sixteen-characters-or-more'],
      clock: systemClock,
      logger: createRecordingLogger(),
    });
    doors = await openDoors(server, { host: HOST, port: 0 });
  });

  test('answers at each of them, and at none once it is closed', async () => {
    const statuses = await Promise.all(Array.from({ length: CROWD }, () => health(doors.port, ca)));

    expect(new Set(statuses)).toEqual(new Set([200]));
    await doors.close();
    const [refused] = (await once(connect(doors.port, HOST), 'error')) as [NodeJS.ErrnoException];
    expect(refused.code).toBe('ECONNREFUSED');
  });
});

/** Over a connection of its own. */
async function health(port: number, ca: string): Promise<number | undefined> {
  const asked = get({ host: HOST, port, path: '/health', ca, agent: false });
  const [response] = (await once(asked, 'response')) as [{ statusCode?: number; resume(): void }];
  response.resume();
  return response.statusCode;
}
