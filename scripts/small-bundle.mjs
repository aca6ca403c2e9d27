// esbuild options and plugins that keep a bundle to what its functions use. Measured by
// `npm run bench -- cold-start`, kept by release/src/bundles.test.ts; why: docs/adr/0015.
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';

const replaceIn = (name, filter, replace) => ({
  name,
  setup(build) {
    build.onLoad({ filter }, ({ path }) => ({
      contents: replace(readFileSync(path, 'utf8')),
      loader: path.endsWith('.ts') ? 'ts' : path.endsWith('.json') ? 'json' : 'js',
    }));
  },
});

/** `{ z }` is an object that holds all of zod, its 50 languages too; of `* as z` only what is used stays. */
const zodByName = replaceIn('zod-by-name', /\/(libs|apps|infra)\/.*\/src\/.*\.ts$/, (source) =>
  source.replace("import { z } from 'zod'", "import * as z from 'zod'"),
);

/** The SDK's table of shapes: without the mark, the shapes of operations that nobody calls stay. */
const unusedShapes = replaceIn(
  'unused-shapes',
  /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/schemas_0\.js$/,
  (source) =>
    source.replace(
      /^((?:export )?(?:var|const) \w+\$? = )(\[[^]*?\]);$/gm,
      '$1/* @__PURE__ */ (() => $2)();',
    ),
);

/** The SDK reads its own version, and with it all of its package.json. */
const versionAlone = replaceIn('version-alone', /@aws-sdk\/[^/]+\/package\.json$/, (source) =>
  JSON.stringify({ version: JSON.parse(source).version }),
);

/**
 * Nothing in a function makes JSON Schemas of zod's: every zod type would bring its part of it. And
 * zod compiles a parser for each object that it meets, which pays only after very many of them.
 */
const zodForFewParses = replaceIn(
  'zod-for-few-parses',
  /\/zod\/v4\/classic\/schemas\.js$/,
  (source) =>
    source
      .replace(/^ *inst\._zod\.processJSONSchema = .*;$/gm, '')
      .replace(
        /^import \{ (createStandard\w+), (createTo\w+) \} from .*;$/m,
        'const $1 = () => undefined, $2 = $1;',
      )
      .replace('core.$ZodObjectJIT.init', 'core.$ZodObject.init'),
);

/** A function logs to its standard output by itself; pino's worker threads are for others. */
const pinoInOneThread = replaceIn(
  'pino-in-one-thread',
  /\/pino\/lib\/transport\.js$/,
  () => 'module.exports = undefined;',
);

/** S3 and Polly have operations that stream events both ways; no function calls one. */
const withoutEventStreams = {
  name: 'without-event-streams',
  setup(build) {
    const filter =
      /^(@smithy\/core\/event-streams|@aws-sdk\/(eventstream-handler-node|middleware-eventstream))$/;
    build.onResolve({ filter }, () => ({ path: 'none', namespace: 'event-streams' }));
    build.onLoad({ filter: /.*/, namespace: 'event-streams' }, () => ({
      contents: `
        const asItIs = (config) => config;
        export { asItIs as resolveEventStreamSerdeConfig, asItIs as resolveEventStreamConfig };
        export const eventStreamSerdeProvider = undefined;
        export const eventStreamPayloadHandlerProvider = undefined;
        export const getEventStreamPlugin = undefined;
        export const EventStreamSerde = undefined;`,
    }));
  },
};

/** Polly's client brings HTTP/2 for its streams; a sentence comes over HTTP/1.1 as well. */
const pollyOverHttp1 = replaceIn(
  'polly-over-http1',
  /@aws-sdk\/client-polly\/dist-es\/runtimeConfig\.js$/,
  (source) => source.replace('NodeHttp2Handler as', 'NodeHttpHandler as'),
);

/**
 * Lambda gives a function its credentials in the environment. The SDK would otherwise bring the
 * clients of every other way to get some (SSO, web identity, instance metadata, files).
 */
const credentialsFromEnvironment = {
  name: 'credentials-from-environment',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'credentials',
      namespace: 'from-environment',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /.*/, namespace: 'from-environment' }, ({ pluginData }) => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
      resolveDir: pluginData,
    }));
  },
};

/**
 * For an ES module that imports one of its own modules Node reads every export of it, lazy ones too:
 * `node:http` then loads all of undici, `node:process` opens the standard streams; some 30 ms in all.
 * What requires a module reads what it uses.
 */
const builtinsByRequire = {
  name: 'builtins-by-require',
  setup(build) {
    build.onResolve({ filter: /^[a-z:_/0-9]+$/ }, ({ path }) =>
      isBuiltin(path) ? { path, namespace: 'builtin' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      // By the banner's own name: esbuild would resolve a plain `require` to this module again.
      contents: `module.exports = __builtin('${path}');`,
    }));
  },
};

/** ES modules first: only they can be shaken. */
const MAIN_FIELDS = ['module', 'main'];

export const SMALL_LAMBDA = {
  mainFields: MAIN_FIELDS,
  plugins: [
    zodByName,
    unusedShapes,
    versionAlone,
    zodForFewParses,
    pinoInOneThread,
    withoutEventStreams,
    pollyOverHttp1,
    credentialsFromEnvironment,
    builtinsByRequire,
  ],
};

/** Main fields stay as they are: some packages offer an ES module that lacks its default export. */
export const SMALL_SERVICE = { plugins: [zodByName, unusedShapes, versionAlone] };

/** CommonJS packages inside an ES module bundle need a `require`. */
export const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url), __builtin = require;";
