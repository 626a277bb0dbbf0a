/**
 * The small files of a model: tokenizer files, and what sentence-transformers writes beside them
 * (modules.json, 1_Pooling/config.json).
 */
import path from 'node:path';
import { field, readJson } from './jsonFile.js';
import { ModelError } from './modelError.js';
import type { Pooling } from './pooling.js';
import { readPooling } from './readPooling.js';

/** Where a model's files are. */
export interface ModelFiles {
  /** For people. */
  readonly name: string;
  /** Holds config.json and modules.json. */
  readonly folder: string;
  readonly modelPath: string;
  /** tokenizer.json; null for an ONNX file alone. */
  readonly tokenizerPath: string | null;
}

export interface ModelFolder {
  readonly name: string;
  readonly modelPath: string;
  readonly tokenizer: unknown;
  readonly tokenizerConfig: unknown;
  /** undefined: the folder does not say. */
  readonly pooling: Pooling | undefined;
  /** Tokens that the encoder reads at most, special ones included; Infinity where nothing says. */
  readonly maxTokens: number;
  /** Neutral reference tokens, best first; empty where nobody has searched for them. */
  readonly references: readonly number[];
  /** What config.json says under `hitlight_exact`; undefined: nothing. */
  readonly exact: unknown;
}

/** Reads the small files. Throws ModelError naming what is missing or malformed. */
export async function readModelFolder(files: ModelFiles): Promise<ModelFolder> {
  const { name, folder, modelPath, tokenizerPath } = files;
  if (tokenizerPath === null) {
    throw new ModelError(
      `Model: expected tokenizer.json in ${folder}, got none; in Python, ` +
        'AutoTokenizer.from_pretrained(MODEL).save_pretrained(FOLDER) writes one',
    );
  }
  const beside = path.dirname(tokenizerPath);
  const [tokenizer, tokenizerConfig, config, limits, references, pooling] = await Promise.all([
    readJson(beside, path.basename(tokenizerPath)),
    readJson(beside, 'tokenizer_config.json', {}),
    readJson(folder, 'config.json', {}),
    readJson(folder, 'sentence_bert_config.json', {}),
    readJson(folder, 'hitlight.json', {}),
    readPooling(folder),
  ]);
  return {
    name,
    modelPath,
    tokenizer,
    tokenizerConfig,
    pooling,
    maxTokens: Math.min(
      positive(limits, 'max_seq_length'),
      positive(tokenizerConfig, 'model_max_length'),
      positions(config),
    ),
    references: idsOf(references),
    exact: field(config, 'hitlight_exact'),
  };
}

/** A positive number field; Infinity (no limit) where it is absent or absurd. */
function positive(object: unknown, name: string): number {
  const value = field(object, name);
  return typeof value === 'number' && value > 0 ? value : Infinity;
}

/** Families that number positions from pad_token_id + 1, so that their table has two rows too many. */
const OFFSET_POSITIONS = new Set(['roberta', 'xlm-roberta', 'camembert', 'mpnet', 'longformer']);

function positions(config: unknown): number {
  const rows = positive(config, 'max_position_embeddings');
  return OFFSET_POSITIONS.has(String(field(config, 'model_type'))) ? rows - 2 : rows;
}

function idsOf(config: unknown): readonly number[] {
  const ids = field(config, 'neutral_references');
  return Array.isArray(ids) ? ids.filter((id): id is number => Number.isInteger(id)) : [];
}
