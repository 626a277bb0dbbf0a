/**
 * A model folder as the Hub lays it out, or flat: an ONNX file, tokenizer files, and what
 * sentence-transformers writes beside them (modules.json, 1_Pooling/config.json).
 */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { field, readJson } from './jsonFile.js';
import { ModelError } from './modelError.js';
import type { Pooling } from './pooling.js';
import { readPooling } from './readPooling.js';

export interface ModelFolder {
  /** The folder's own name. */
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
}

/** Full precision first; quantised files are explained with their own weights. */
const MODEL_FILES = [
  'onnx/model.onnx',
  'model.onnx',
  'onnx/model_fp16.onnx',
  'onnx/model_quantized.onnx',
  'onnx/model_int8.onnx',
  'onnx/model_uint8.onnx',
  'onnx/model_q4.onnx',
  'model_quantized.onnx',
];

/**
 * Reads the small files of a folder, or of the folder around a given .onnx file.
 * Throws ModelError naming what is missing or malformed.
 */
export async function readModelFolder(place: string): Promise<ModelFolder> {
  const given = place.endsWith('.onnx');
  const folder = given ? folderAround(place) : place;
  const modelPath = given ? place : MODEL_FILES.map((file) => path.join(folder, file)).find(isFile);
  if (modelPath === undefined || !isFile(modelPath)) {
    const wanted = given ? 'a file' : 'onnx/model.onnx or model.onnx';
    throw new ModelError(`Model: expected ${wanted} in ${folder}, got none`);
  }
  const [tokenizer, tokenizerConfig, config, limits, references, pooling] = await Promise.all([
    readJson(folder, 'tokenizer.json'),
    readJson(folder, 'tokenizer_config.json', {}),
    readJson(folder, 'config.json', {}),
    readJson(folder, 'sentence_bert_config.json', {}),
    readJson(folder, 'hitlight.json', {}),
    readPooling(folder),
  ]);
  return {
    name: path.basename(folder),
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
  };
}

/** The Hub keeps graphs in a folder onnx/ below the tokenizer. */
function folderAround(file: string): string {
  const folder = path.dirname(file);
  return path.basename(folder) === 'onnx' ? path.dirname(folder) : folder;
}

const isFile = (place: string) => existsSync(place) && statSync(place).isFile();

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
