// Bundles the audio bridge as the version before this one knew the record:
// `node build-previous-bridge.mjs OUTFILE`. Everything else in it is of this version.
import { build } from 'esbuild';
import { join } from 'node:path';

const [, , outfile] = process.argv;
const PREVIOUS = join(import.meta.dirname, 'previous');

/** What is taken in place of an import of the bridge's. */
const REPLACED = [
  { path: /^@patchbay\/call-store-dynamodb$/, by: 'previous-call-store.ts' },
  { path: /^\.\/claim-call$/, by: 'previous-claim-call.ts' },
];
const BRIDGE = join('apps', 'audio-bridge', 'src');

const previousRecord = {
  name: 'previous-record',
  setup({ onResolve, onEnd }) {
    const unused = new Set(REPLACED.map(({ by }) => by));
    for (const { path, by } of REPLACED) {
      onResolve({ filter: path }, ({ importer }) => {
        if (!importer.includes(BRIDGE)) return undefined;
        unused.delete(by);
        return { path: join(PREVIOUS, by) };
      });
    }
    onEnd(() => ({
      errors: [...unused].map((by) => ({ text: `Nothing imports ${by} any more.` })),
    }));
  },
};

await build({
  entryPoints: [join(BRIDGE, 'main.ts')],
  outfile,
  plugins: [previousRecord],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  packages: 'external',
  sourcemap: true,
  tsconfig: 'tsconfig.base.json',
  logLevel: 'warning',
});
