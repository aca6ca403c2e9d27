import { read } from './workspace';

/** What package-lock.json says of one installed package. */
export interface LockedPackage {
  readonly path: string;
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly dev?: boolean;
  /** It came inside of another package, whose hash covers it. */
  readonly inBundle?: boolean;
}

/** Every package of the lockfile but the workspace itself. */
export function lockedPackages(): LockedPackage[] {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, Omit<LockedPackage, 'path'>>;
  };
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => ({ path, ...locked }));
}
