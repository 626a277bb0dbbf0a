/** Models and caches for tests of the Hub client. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Patience } from '../../src/hub/connection.js';
import type { HubSettings } from '../../src/hub/settings.js';
import { FIXTURES } from './golden.js';
import type { StandInModel } from './hubStandIn.js';

export const ID = 'sentence-transformers/tiny-bert';
export const COMMIT = '1'.repeat(40);

export const encoderFile = readFileSync(path.join(FIXTURES, 'encoders/bert/classic.onnx'));
const tokenizerFile = readFileSync(path.join(FIXTURES, 'tokenizers/cased.json'));

/** A sentence encoder as sentence-transformers publishes it, tiny. */
export const FILES: Readonly<Record<string, Buffer>> = {
  '.gitattributes': Buffer.from('*.onnx filter=lfs'),
  'README.md': Buffer.from('# Tiny'),
  '1_Pooling/config.json': Buffer.from('{"pooling_mode_cls_token": true}'),
  'config.json': Buffer.from('{"max_position_embeddings": 64}'),
  'modules.json': Buffer.from(
    JSON.stringify([
      { idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer' },
      { idx: 1, name: '1', path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
    ]),
  ),
  'model.safetensors': Buffer.alloc(50_000, 7),
  'onnx/model.onnx': encoderFile,
  'sentence_bert_config.json': Buffer.from('{"max_seq_length": 32}'),
  'tokenizer.json': tokenizerFile,
  'tokenizer_config.json': Buffer.from('{"model_max_length": 64}'),
};

export const MODEL: StandInModel = {
  id: ID,
  commit: COMMIT,
  files: FILES,
  card: { license: 'apache-2.0' },
  task: 'sentence-similarity',
};

/** Files that make up the model; the rest of the repository stays on the Hub. */
export const WANTED = Object.keys(FILES).filter(
  (file) => !['.gitattributes', 'README.md', 'model.safetensors'].includes(file),
);

/** Files less some of them. */
export function without<T>(files: Readonly<Record<string, T>>, ...names: string[]) {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));
}

/** Waits of milliseconds, so that what takes minutes for people takes none here. */
export const IMPATIENT: Patience = { stallMs: 400, retryMs: 5, longestWaitMs: 50 };

/** A new empty folder; `remove` deletes it. */
export function temporaryFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'hitlight-hub-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function settingsFor(
  endpoint: string,
  cacheFolder: string,
  changed: Partial<HubSettings> = {},
): HubSettings {
  const proxies = { http: null, https: null, direct: [] };
  return { endpoint, token: null, cacheFolder, offline: false, proxies, ...changed };
}

/** Writes files by their paths with `/`. */
export function writeFiles(folder: string, files: Readonly<Record<string, Buffer | string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** All files and links below a folder, sorted. */
export function allFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, '/'))
    .sort();
}
