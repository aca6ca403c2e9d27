import type { Config } from 'jest';
import { TEST_LIMIT_MS } from './jest.preset.mjs';

/**
 * Every project's tests in one run. Whole calls (`e2e`) have a run of their own,
 * because they need the built services: see scripts/check.mjs.
 */
const config: Config = {
  testTimeout: TEST_LIMIT_MS,
  projects: [
    '<rootDir>/libs/*/jest.config.ts',
    '<rootDir>/libs/adapters/*/jest.config.ts',
    '<rootDir>/apps/*/jest.config.ts',
    '<rootDir>/{infra,bench,release}/jest.config.ts',
  ],
};

export default config;
