import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startService, type ServiceProcess } from '@patchbay/local-cloud';

/** One bridge process of a fleet. */
export interface Bridge extends ServiceProcess {
  readonly name: string;
  /** `https://…`, where functions reach it. */
  readonly url: string;
  readonly pid: number;
  /** The lines of its log so far. */
  log(): { readonly msg?: string; readonly [key: string]: unknown }[];
}

/** Starts a bridge of its own process and port; resolves once it takes calls. */
export async function startBridge(
  name: string,
  env: Readonly<Record<string, string>>,
  logsDir: string,
  script: string,
): Promise<Bridge> {
  const logFile = join(logsDir, `${name}.log`);
  const service = await startService({
    name,
    script,
    env,
    logFile,
  });
  const log = () => readLog(logFile);
  const ready = log().find(({ msg }) => msg === 'ready');
  const url = `https://${env['BRIDGE_ADDRESS']}:${String(ready?.['port'])}`;
  return { ...service, name, log, url };
}

const readLog = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line.startsWith('{') ? [JSON.parse(line)] : [];
      } catch {
        return [];
      }
    });
