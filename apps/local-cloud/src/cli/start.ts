import { rmSync, writeFileSync } from 'node:fs';
import { requireOwnSystem, toConnectCall } from './call-request';
import { Control, CONTROL_ROUTE } from './control';
import { PLACES } from './places';
import { runCall } from './run-call';
import { parseStartOptions, type StartOptions } from './start-options';
import { startSystem, type System } from './system';
import { explain, presenter, report } from './terminal';

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = explain(error);
}

/** @returns the exit status: 0 when the call went as its scenario says */
async function main(argv: readonly string[]): Promise<number> {
  const options = parseStartOptions(argv);
  const call = await toConnectCall(options, options.speed);
  requireOwnSystem(call, options, options.once);
  const control = new Control();
  const settings = call.plan.system;
  const system = await startSystem({ ...options, settings }, { [CONTROL_ROUTE]: control.handle });
  try {
    control.attach(system, options.speed);
    return options.once ? await callOnce(options, system) : await stayUp(options, system);
  } finally {
    await system.close();
  }
}

async function callOnce(options: StartOptions, system: System): Promise<number> {
  const place = { speed: options.speed, alone: options.once };
  return report(await runCall(options, place, system, presenter(options.json)), options.json);
}

/** Places the stock call, then takes calls from `npm run call` until it is told to end. */
async function stayUp(options: StartOptions, system: System): Promise<number> {
  const stop = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  writeFileSync(PLACES.running, JSON.stringify({ port: system.cloud.port, pid: process.pid }));
  try {
    if (options.call) await callOnce(options, system);
    console.log(`\nReady for calls on port ${system.cloud.port} (Ctrl-C ends everything):`);
    console.log('  npm run call -- --scenario balance');
    await stop;
    return 0;
  } finally {
    rmSync(PLACES.running, { force: true });
  }
}
