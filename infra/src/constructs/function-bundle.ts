import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Code, type AssetCode } from 'aws-cdk-lib/aws-lambda';

/** npm runs every script in the workspace's root. */
const root = process.cwd();

/**
 * A function's bundle with its source map, and the agents where it needs them.
 * @param app the project under `apps/` that has the function
 * @throws Error when the app was not built
 */
export function functionBundle(app: string, name: string, { agents = false } = {}): AssetCode {
  const bundle = join(root, 'dist', 'apps', app, `${name}.mjs`);
  if (!existsSync(bundle)) {
    throw new Error(`${bundle} is missing: build it with "npx nx build ${app}".`);
  }
  const folder = join(root, 'dist', 'infra', 'functions', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const ending of ['', '.map']) cpSync(bundle + ending, join(folder, `${name}.mjs${ending}`));
  if (agents) cpSync(join(root, 'agents'), join(folder, 'agents'), { recursive: true });
  return Code.fromAsset(folder);
}
