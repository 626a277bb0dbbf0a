/**
 * A model folder as the Hub lays it out, or flat: an ONNX file, tokenizer files, and what
 * sentence-transformers writes beside them (modules.json, 1_Pooling/config.json).
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Pooling } from './pooling.js';

export class ModelError extends Error {
  override readonly name = 'ModelError';
}

export interface ModelFolder {
  /** The folder's own name. */
  readonly name: string;
  readonly modelPath: string;
  readonly tokenizer: unknown;
  readonly tokenizerConfig: unknown;
  readonly pooling: Pooling;
  /** Tokens that the encoder reads at most, special ones included. */
  readonly maxTokens: number;
  /** Neutral reference tokens, best first; empty where nobody has searched for them. */
  readonly references: readonly number[];
}

const MODEL_FILES = ['onnx/model.onnx', 'model.onnx'];

/** Reads the folder's small files. Throws ModelError naming what is missing or malformed. */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const modelPath = MODEL_FILES.map((file) => path.join(folder, file)).find((file) =>
    existsSync(file),
  );
  if (modelPath === undefined) {
    throw new ModelError(`Model: expected ${MODEL_FILES.join(' or ')} in ${folder}, got neither`);
  }
  const [tokenizer, tokenizerConfig, config, pooling, limits, references] = await Promise.all([
    readJson(folder, 'tokenizer.json'),
    readJson(folder, 'tokenizer_config.json', {}),
    readJson(folder, 'config.json', {}),
    readJson(folder, '1_Pooling/config.json', {}),
    readJson(folder, 'sentence_bert_config.json', {}),
    readJson(folder, 'hitlight.json', {}),
  ]);
  return {
    name: path.basename(folder),
    modelPath,
    tokenizer,
    tokenizerConfig,
    pooling: poolingOf(pooling),
    maxTokens: Math.min(
      positive(limits, 'max_seq_length'),
      positive(tokenizerConfig, 'model_max_length'),
      positive(config, 'max_position_embeddings'),
    ),
    references: idsOf(references),
  };
}

async function readJson(folder: string, file: string, otherwise?: unknown): Promise<unknown> {
  const where = path.join(folder, file);
  if (!existsSync(where)) {
    if (otherwise !== undefined) return otherwise;
    throw new ModelError(`Model: expected ${file} in ${folder}, got none`);
  }
  try {
    return JSON.parse(await readFile(where, 'utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError(`Model: expected JSON in ${where}, got: ${reason}`, { cause: error });
  }
}

function field(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null
    ? (object as Record<string, unknown>)[name]
    : undefined;
}

/** A positive number field; Infinity (no limit) where it is absent or absurd. */
function positive(object: unknown, name: string): number {
  const value = field(object, name);
  return typeof value === 'number' && value > 0 ? value : Infinity;
}

function poolingOf(config: unknown): Pooling {
  if (field(config, 'pooling_mode_cls_token') === true) return 'cls';
  return 'mean';
}

function idsOf(config: unknown): readonly number[] {
  const ids = field(config, 'neutral_references');
  return Array.isArray(ids) ? ids.filter((id): id is number => Number.isInteger(id)) : [];
}
