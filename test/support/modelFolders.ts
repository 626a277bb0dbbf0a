/** Model folders for tests: the tiny BERT with a tokenizer of its own 120 tokens. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Rows of the tiny encoders' embedding tables. */
const VOCABULARY = 120;

interface TokenizerJson {
  model: { vocab: Record<string, number> };
}

/** From the repository's root, or where an extension host, which runs elsewhere, is told they are. */
export function fixture(name: string): Buffer {
  return readFileSync(path.resolve(process.env.HITLIGHT_FIXTURES ?? 'test/fixtures', name));
}

/** A WordPiece tokenizer that fits the tiny encoders: the fixture's first 120 tokens. */
export function tinyTokenizer(): string {
  const tokenizer = JSON.parse(fixture('tokenizers/cased.json').toString()) as TokenizerJson;
  const { vocab } = tokenizer.model;
  tokenizer.model.vocab = Object.fromEntries(
    Object.entries(vocab).filter(([, id]) => id < VOCABULARY),
  );
  return JSON.stringify(tokenizer);
}

/** Files of a model folder by their paths with `/`. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** A complete flat folder; `style` is one of the fixture's exports. */
export function tinyModel(style = 'classic', changed: Files = {}): Files {
  return {
    'model.onnx': fixture(`encoders/bert/${style}.onnx`),
    'tokenizer.json': tinyTokenizer(),
    'config.json': JSON.stringify({ model_type: 'bert', max_position_embeddings: 64 }),
    '1_Pooling/config.json': JSON.stringify({ pooling_mode_mean_tokens: true }),
    ...changed,
  };
}

/** Writes the files, and returns their folder. */
export function writeModel(folder: string, files: Files): string {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** The model in a Hub cache, as snapshot files; returns the cache's folder for HF_HUB_CACHE. */
export function writeCached(cache: string, id: string, files: Files): string {
  const commit = 'c'.repeat(40);
  const repository = path.join(cache, `models--${id.replace('/', '--')}`);
  writeModel(path.join(repository, 'snapshots', commit), files);
  writeModel(repository, { 'refs/main': commit });
  return cache;
}
