import type { JsonReader } from './jsonReader.js';
import type { Model, Piece } from './tokenModel.js';
import { Trie } from './trie.js';
import { readVocabulary } from './vocabulary.js';

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
  const beginnings = new Trie();
  const continuations = new Trie();
  for (const [token, id] of vocabulary) {
    beginnings.add(token, id);
    if (token.startsWith(prefix)) continuations.add(token.slice(prefix.length), id);
  }

  function longestAt(word: string, start: number): Piece | null {
    const trie = start === 0 ? beginnings : continuations;
    let longest: Piece | null = null;
    let node = 0;
    for (let end = start + 1; end <= word.length; end++) {
      node = trie.step(node, word.charCodeAt(end - 1));
      if (node === -1) break;
      const id = trie.idAt(node);
      if (id !== -1) longest = { id, start, end };
    }
    return longest;
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
