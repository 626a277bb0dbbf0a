import { compileBpe } from './bpeModel.js';
import type { JsonReader } from './jsonReader.js';
import type { Model } from './tokenModel.js';
import { compileUnigram } from './unigramModel.js';
import { compileWordPiece } from './wordPieceModel.js';

const KINDS: Readonly<Record<string, (json: JsonReader) => Model>> = {
  WordPiece: compileWordPiece,
  BPE: compileBpe,
  Unigram: compileUnigram,
};

/** Compiles the `model` section. Throws `TokenizerError` naming a kind that is not supported. */
export function compileModel(json: JsonReader): Model {
  const type = json.field('type').present ? json.field('type').string() : guessKind(json);
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (!kind) throw json.field('type').error(`a model among ${Object.keys(KINDS).join(', ')}`);
  return kind(json);
}

/** Files from before 2020 leave the kind out. */
function guessKind(json: JsonReader): string {
  if (Array.isArray(json.field('vocab').raw)) return 'Unigram';
  return json.field('merges').present ? 'BPE' : 'WordPiece';
}
