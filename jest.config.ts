import type { Config } from 'jest';

/**
 * Every project's tests in one run. Whole calls (`e2e`) have a run of their own,
 * because they need the built services: see scripts/check.mjs.
 */
const config: Config = {
  projects: [
    '<rootDir>/libs/*/jest.config.ts',
    '<rootDir>/libs/adapters/*/jest.config.ts',
    '<rootDir>/apps/*/jest.config.ts',
    '<rootDir>/{infra,bench,release}/jest.config.ts',
  ],
};

export default config;
