/**
 * What each folder of src/ may import of ours, and who alone may import which package.
 * Lint (eslint.config.mjs), the bundles (scripts/lib/bundles.mjs) and the architecture test read this.
 */

/** @type {Record<string, string[]>} Folder or file of src/ to what else of src/ it may import. */
export const mayImport = {
  tensor: [],
  text: [],
  hub: [],
  onnx: ['tensor'],
  autodiff: ['onnx', 'tensor'],
  encoder: ['onnx', 'tensor', 'text'],
  attribution: ['autodiff', 'encoder', 'onnx', 'tensor', 'text'],
  search: ['attribution', 'encoder', 'study/statistics', 'tensor', 'text'],
  study: ['attribution', 'encoder', 'protocol.ts', 'tensor', 'text'],
  exact: ['attribution', 'encoder', 'onnx', 'search', 'study/statistics', 'tensor', 'text'],
  engine: [
    'attribution',
    'autodiff',
    'encoder',
    'exact',
    'hub',
    'onnx',
    'protocol.ts',
    'search',
    'study',
    'tensor',
    'text',
  ],
  cli: ['engine', 'hub', 'protocol.ts'],
  reading: ['protocol.ts'],
  host: ['engine/client.ts', 'protocol.ts', 'reading'],
  'cli.ts': ['cli', 'engine', 'hub', 'protocol.ts'],
  'extension.ts': ['host', 'engine/client.ts', 'protocol.ts'],
  'protocol.ts': ['protocol'],
  protocol: [],
};

/** The one file that runs onnxruntime. Attribution works with any other file of encoder/. */
export const sessionFile = 'encoder/session.ts';

/** @type {Record<string, string[]>} Package to the files and folders of src/ that alone import it. */
export const onlyImporters = {
  vscode: ['host', 'extension.ts'],
  'onnxruntime-node': [sessionFile],
  '@huggingface/hub': ['hub'],
  undici: ['hub'],
};

/** Folders that never become part of VS Code's own extension process. */
export const engineOnly = [
  'attribution',
  'autodiff',
  'encoder',
  'exact',
  'hub',
  'onnx',
  'search',
  'study',
  'tensor',
  'text',
];
