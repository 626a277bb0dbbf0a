import type { JsonReader } from './jsonReader.js';
import type { Model, Piece } from './tokenModel.js';
import { Trie } from './trie.js';
import { byteTokens } from './vocabulary.js';

/** How much worse an unknown character is than the worst token (SentencePiece, kUnkPenalty). */
const UNKNOWN_PENALTY = 10;

/**
 * Unigram (Kudo 2018, https://arxiv.org/abs/1804.10959): the cut of highest summed score. Of equal
 * cuts the one whose last token is longest, as in the original. Unknown characters in a row are
 * one unknown token, or their bytes where the vocabulary has them.
 */
export function compileUnigram(json: JsonReader): Model {
  const vocabulary = new Map<string, number>();
  const scores: number[] = [];
  const entries = json.field('vocab').list();
  for (const [id, entry] of entries.entries()) {
    const [token, score] = entry.list();
    if (!token || !score) throw entry.error('a token and its score');
    vocabulary.set(token.string(), id);
    scores.push(score.number());
  }
  const unknown = json.field('unk_id').id();
  if (unknown >= scores.length) throw json.field('unk_id').error(`an id below ${scores.length}`);
  const fallsBackToBytes = json.field('byte_fallback').boolean(false);
  const unknownScore = scores.reduce((a, b) => Math.min(a, b), 0) - UNKNOWN_PENALTY;
  const trie = new Trie();
  for (const [token, id] of vocabulary) trie.add(token, id);

  /** Start of the last piece of the best cut that ends at each position, and whether it is known. */
  function bestCuts(text: string): { from: Int32Array; ids: Int32Array } {
    const best = new Float64Array(text.length + 1);
    const from = new Int32Array(text.length + 1).fill(-1);
    const ids = new Int32Array(text.length + 1).fill(-1);
    const offer = (start: number, end: number, id: number, score: number): void => {
      const total = (best[start] ?? 0) + score;
      if (from[end] !== -1 && total <= (best[end] ?? 0)) return;
      best[end] = total;
      from[end] = start;
      ids[end] = id;
    };
    for (let start = 0; start < text.length;) {
      const next = start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
      let single = false;
      let node = 0;
      for (let end = start + 1; end <= text.length; end++) {
        node = trie.step(node, text.charCodeAt(end - 1));
        if (node === -1) break;
        const id = trie.idAt(node);
        if (id === -1) continue;
        offer(start, end, id, scores[id] ?? 0);
        single ||= end === next;
      }
      if (!single) offer(start, next, unknown, unknownScore);
      start = next;
    }
    return { from, ids };
  }

  function unknownPieces(text: string, start: number, end: number): Piece[] {
    const run = text.slice(start, end);
    const known = vocabulary.get(run);
    if (known !== undefined) return [{ id: known, start, end }];
    if (fallsBackToBytes && byteTokens(run, vocabulary) !== null) {
      const pieces: Piece[] = [];
      let at = start;
      for (const character of run) {
        const ids = byteTokens(character, vocabulary) ?? [];
        for (const id of ids) pieces.push({ id, start: at, end: at + character.length });
        at += character.length;
      }
      return pieces;
    }
    return [{ id: unknown, start, end }];
  }

  return {
    vocabulary,
    unknown,
    pieces(text) {
      const { from, ids } = bestCuts(text);
      const reversed: Piece[] = [];
      for (let end = text.length; end > 0;) {
        let start = from[end] ?? 0;
        const id = ids[end] ?? unknown;
        if (id === unknown) {
          while (start > 0 && ids[start] === unknown) start = from[start] ?? 0;
          for (const piece of unknownPieces(text, start, end).reverse()) reversed.push(piece);
        } else {
          reversed.push({ id, start, end });
        }
        end = start;
      }
      return reversed.reverse();
    },
  };
}
