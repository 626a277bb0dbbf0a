import { SplitPreTokenizer } from '@huggingface/tokenizers';
import type { JsonReader } from './jsonReader.js';
import { TokenizerError } from './tokenizerError.js';

/**
 * The pattern of a Split or Replace step as a global JavaScript pattern. Tokenizer files are
 * written for Oniguruma, whose classes differ; the library knows how to rewrite them.
 * An empty literal matches nothing: null.
 */
export function compilePattern(json: JsonReader): RegExp | null {
  const literal = json.field('String');
  if (literal.present) {
    const escaped = literal.string().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return escaped === '' ? null : new RegExp(escaped, 'gu');
  }
  const regex = json.field('Regex').string();
  try {
    const split = new SplitPreTokenizer({
      type: 'Split',
      pattern: { Regex: regex },
      behavior: 'Isolated',
      invert: false,
    });
    if (split.pattern) return split.pattern;
  } catch (error) {
    throw new TokenizerError(
      `Tokenizer: expected a pattern that can be run, got ${JSON.stringify(regex)} (${String(error)})`,
    );
  }
  throw new TokenizerError(`Tokenizer: expected a pattern, got ${JSON.stringify(regex)}`);
}
