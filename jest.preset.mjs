import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const workspaceRoot = import.meta.dirname;
const { paths } = JSON.parse(
  readFileSync(join(workspaceRoot, 'tsconfig.base.json'), 'utf8'),
).compilerOptions;

/** The path aliases of tsconfig.base.json, so that one list serves tsc, esbuild and Jest. */
const moduleNameMapper = Object.fromEntries(
  Object.entries(paths).map(([alias, [file]]) => [`^${alias}$`, join(workspaceRoot, file)]),
);

/** A busy machine is slow: only a test that hangs runs into its limit. */
export const TEST_LIMIT_MS = 180_000;

/** The Jest configuration that every project shares: TypeScript by SWC, native ES modules. */
export const projectConfig = (displayName, rootDir) => ({
  displayName,
  rootDir,
  testEnvironment: 'node',
  testTimeout: TEST_LIMIT_MS,
  testMatch: ['<rootDir>/src/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
      },
    ],
  },
});
