import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { onlyImporters } from './layers.mjs';
import { layerRule } from './scripts/lib/layerRule.mjs';

/** Packages that a file may not import, by the table. */
const packageRules = Object.entries(onlyImporters).map(([name, importers]) => ({
  ignores: importers.map((place) => (place.endsWith('.ts') ? `src/${place}` : `src/${place}/**`)),
  pattern: {
    regex: `^${name}($|/)`,
    message: `Only ${importers.join(' and ')} may import ${name}.`,
  },
}));

/** ESLint takes the last matching block of a rule whole, so files with the same freedom share one. */
const packageBlocks = [
  { files: ['src/**/*.ts'], forbidden: packageRules },
  ...packageRules.map((free) => ({
    files: free.ignores,
    forbidden: packageRules.filter(({ ignores }) => ignores.join() !== free.ignores.join()),
  })),
].map(({ files, forbidden }) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: forbidden.map(({ pattern }) => pattern) }],
  },
}));

export default tseslint.config(
  {
    ignores: [
      'dist',
      'node_modules',
      '.cache',
      'test/fixtures',
      'screenshots',
      'samples',
      '.vscode-test',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.engine.json',
          './tsconfig.host.json',
          './tsconfig.webview.json',
          './tsconfig.test.json',
        ],
      },
    },
    plugins: { hitlight: { rules: { layers: layerRule } } },
    rules: {
      'hitlight/layers': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      eqeqeq: 'error',
      curly: ['error', 'multi-line'],
    },
  },
  ...packageBlocks,
  { files: ['**/*.config.{ts,mts}'], rules: { 'no-restricted-syntax': 'off' } },
  // Undefined names are found by the type checker (tsconfig.scripts.json).
  { files: ['**/*.mjs'], rules: { 'no-undef': 'off' } },
);
