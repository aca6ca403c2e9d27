import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a process holds; null where the machine does not tell. */
export interface Footprint {
  readonly sockets: number;
  readonly threads: number;
  readonly rssMb: number;
}

/** Reads from /proc what a process holds; zeros on systems without it. */
export function footprint(pid: number): Footprint {
  try {
    const descriptors = readdirSync(`/proc/${pid}/fd`);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const value = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    return {
      sockets: descriptors.filter((fd) => isSocket(pid, fd)).length,
      threads: value('Threads'),
      rssMb: Math.round(value('VmRSS') / 1024),
    };
  } catch {
    return { sockets: 0, threads: 0, rssMb: 0 };
  }
}

function isSocket(pid: number, fd: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
  } catch {
    return false;
  }
}
