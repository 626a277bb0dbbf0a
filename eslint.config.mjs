import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** What each folder may import of ours (ARCHITECTURE.md, "Layers"). */
const mayImport = {
  tensor: [],
  text: [],
  onnx: ['tensor'],
  autodiff: ['onnx', 'tensor'],
  encoder: ['onnx', 'tensor', 'text'],
  attribution: ['autodiff', 'encoder', 'onnx', 'tensor', 'text'],
  engine: ['attribution', 'autodiff', 'encoder', 'onnx', 'tensor', 'text', 'protocol.ts'],
  host: ['engine/client.ts', 'engine/client', 'protocol.ts'],
};

const zones = Object.entries(mayImport).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [`./${folder}`, ...allowed.map((name) => `./${name}`)],
  message: `src/${folder} may import only: ${allowed.join(', ') || 'nothing of ours'}.`,
}));

const only = (files, ignores, name, message) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': ['error', { patterns: [{ regex: `^${name}($|/)`, message }] }],
  },
});

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.cache', 'test/fixtures', 'screenshots'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
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
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            ...zones,
            { target: './webview', from: './src', except: ['./protocol.ts'] },
            { target: './src', from: './webview' },
            { target: './src', from: './test' },
          ],
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      eqeqeq: 'error',
      curly: ['error', 'multi-line'],
    },
  },
  only(['src/**/*.ts'], ['src/host/**', 'src/extension.ts'], 'vscode', 'Only host/ sees VS Code.'),
  only(
    ['src/**/*.ts'],
    ['src/encoder/session.ts', 'src/host/**', 'src/extension.ts'],
    '(vscode|onnxruntime-node)',
    'Only encoder/session.ts runs onnxruntime; only host/ sees VS Code.',
  ),
  { files: ['vitest.config.ts'], rules: { 'import-x/no-default-export': 'off' } },
  { files: ['**/*.mjs'], languageOptions: { globals: { console: 'readonly', process: 'readonly' } } },
);
