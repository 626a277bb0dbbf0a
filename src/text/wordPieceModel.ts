import type { JsonReader } from './jsonReader.js';
import type { Model, Piece } from './model.js';
import { isLowSurrogate } from './trackedText.js';
import { longestToken, readVocabulary } from './vocabulary.js';

/**
 * WordPiece: from the left, always the longest token that fits; later ones carry a prefix (`##`).
 * A pre-token that cannot be spelled, or is too long, is one unknown token that covers all of it.
 */
export function compileWordPiece(json: JsonReader): Model {
  const vocabulary = readVocabulary(json.field('vocab'));
  const prefix = json.field('continuing_subword_prefix').string('##');
  const maxCharacters = json.field('max_input_chars_per_word').present
    ? json.field('max_input_chars_per_word').number()
    : 100;
  const unknown = vocabulary.get(json.field('unk_token').string('[UNK]'));
  if (unknown === undefined) throw json.field('unk_token').error('a token of the vocabulary');
  const unknownId: number = unknown;
  const longest = longestToken(vocabulary);

  function longestAt(word: string, start: number): Piece | null {
    for (let end = Math.min(word.length, start + longest); end > start; end--) {
      if (end < word.length && isLowSurrogate(word.charCodeAt(end))) continue;
      const text = word.slice(start, end);
      const id = vocabulary.get(start === 0 ? text : prefix + text);
      if (id !== undefined) return { id, start, end };
    }
    return null;
  }

  return {
    vocabulary,
    unknown: unknownId,
    pieces(word) {
      const all = [{ id: unknownId, start: 0, end: word.length }];
      // Characters are at most as many as UTF-16 units: most words need no count.
      if (word.length > maxCharacters && [...word].length > maxCharacters) return all;
      const pieces: Piece[] = [];
      for (let start = 0; start < word.length;) {
        const piece = longestAt(word, start);
        if (piece === null) return all;
        pieces.push(piece);
        start = piece.end;
      }
      return pieces;
    },
  };
}
