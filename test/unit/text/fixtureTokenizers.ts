import { readFileSync } from 'node:fs';
import { createTokenizer } from '../../../src/text/createTokenizer.js';
import type { Tokenizer } from '../../../src/text/tokenizer.js';
import { bundledTokenizer } from './bundledTokenizer.js';

/** Every kind of tokenizer, small (test/fixtures/tokenizers/make.py), and the bundled model's. */
export const TOKENIZERS = [
  'minilm',
  'cased',
  'mixed',
  'roberta',
  'modernbert',
  'qwen',
  'gemma',
  'plainBpe',
  'xlmr',
  't5',
] as const;

/** A JSON file of test/fixtures/tokenizers. */
export function fixture(name: string): unknown {
  const url = new URL(`../../fixtures/tokenizers/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

export function tokenizerOf(name: string): Tokenizer {
  return name === 'minilm' ? bundledTokenizer() : createTokenizer(fixture(name), null);
}
