import { compileBpe } from './bpeModel.js';
import type { JsonReader } from './jsonReader.js';
import { compileUnigram } from './unigramModel.js';
import { compileWordPiece } from './wordPieceModel.js';

/** One token of a pre-token: where it lies inside it, in UTF-16 units, half-open. */
export interface Piece {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** The vocabulary and the rule by which it cuts a pre-token. */
export interface Model {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknown: number | undefined;
  /** The pieces of a pre-token, in order, with spans by construction. Cost: at most n·log n. */
  pieces(preToken: string): Piece[];
}

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
