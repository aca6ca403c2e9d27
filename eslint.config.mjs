import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';

/** Who may import whom: one tag a project, see docs/architecture.md. */
const depConstraints = [
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:platform', onlyDependOnLibsWithTags: ['type:platform'] },
  {
    sourceTag: 'type:domain',
    onlyDependOnLibsWithTags: ['type:domain', 'type:contracts', 'type:platform'],
  },
  {
    sourceTag: 'type:adapter',
    onlyDependOnLibsWithTags: ['type:domain', 'type:contracts', 'type:platform'],
  },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: ['type:domain', 'type:contracts', 'type:platform'],
  },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:adapter',
      'type:domain',
      'type:contracts',
      'type:platform',
      'type:infra',
    ],
  },
  // local-cloud: a tool that plays AWS and a caller; it shares the test fixtures' wire formats.
  {
    sourceTag: 'type:tool',
    onlyDependOnLibsWithTags: [
      'type:adapter',
      'type:domain',
      'type:contracts',
      'type:platform',
      'type:infra',
      'type:testing',
    ],
  },
  { sourceTag: 'type:infra', onlyDependOnLibsWithTags: ['type:contracts'] },
  {
    sourceTag: 'type:bench',
    onlyDependOnLibsWithTags: [
      'type:adapter',
      'type:domain',
      'type:contracts',
      'type:platform',
      'type:testing',
    ],
  },
  {
    sourceTag: 'type:e2e',
    onlyDependOnLibsWithTags: [
      'type:adapter',
      'type:domain',
      'type:contracts',
      'type:platform',
      'type:infra',
      'type:tool',
      'type:testing',
    ],
  },
];

const boundaries = (constraints, allowed = []) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      enforceBuildableLibDependency: true,
      allow: [
        ...['../jest.preset.mjs', '../../jest.preset.mjs', '../../../jest.preset.mjs'],
        ...allowed,
      ],
      depConstraints: constraints,
    },
  ],
});

/** Tests alone may also import the fakes and factories of libs/testing. */
const withTesting = depConstraints.map((constraint) => ({
  ...constraint,
  onlyDependOnLibsWithTags: [...constraint.onlyDependOnLibsWithTags, 'type:testing'],
}));

export default [
  { ignores: ['**/dist', '**/node_modules', '.nx', '.local', '**/coverage'] },
  ...nx.configs['flat/base'],
  ...nx.configs['flat/typescript'],
  ...nx.configs['flat/javascript'],
  prettier,
  {
    files: ['**/*.ts'],
    rules: {
      ...boundaries(depConstraints),
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read settings in config.ts only.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['@aws-sdk/*'], message: '@aws-sdk/* only in adapters and local-cloud.' },
          ],
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      // What is taken out of an object by name is what its rest shall not have.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: ['**/*.test.ts', '**/src/**/testing/**/*.ts'],
    rules: boundaries(withTesting),
  },
  // Whole-call tests, faults and benchmarks stand on the local cloud, an app that nothing else may import.
  {
    files: ['e2e/**/*.ts', 'bench/**/*.ts'],
    rules: boundaries(withTesting, ['@patchbay/local-cloud']),
  },
  { files: ['**/config.ts', '**/*.test.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: [
      'libs/adapters/**/*.ts',
      'apps/local-cloud/**/*.ts',
      'bench/**/*.ts',
      'e2e/src/faults/**/*.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['apps/local-cloud/src/cli/**/*.ts', 'bench/**/*.ts', 'e2e/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
];
