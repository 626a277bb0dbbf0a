import { MAX_ID, type JsonReader } from './jsonReader.js';
import { MergeQueue } from './mergeQueue.js';
import type { Model, Piece } from './model.js';
import { byteTokens, readVocabulary } from './vocabulary.js';

interface Merge {
  readonly rank: number;
  readonly id: number;
}

/** A symbol of the word under way; merged away ones have id -1. */
interface Symbol {
  id: number;
  start: number;
  end: number;
  previous: number;
  next: number;
}

/**
 * Byte-pair encoding (Sennrich et al. 2016, https://arxiv.org/abs/1508.07909): characters, merged
 * pair by pair in the order the merges were learned, leftmost first. Characters outside the
 * vocabulary become bytes (`<0xE2>`) or the unknown token; without either they have no token,
 * as in the original. Cost: n·log n in the length of the pre-token.
 */
export function compileBpe(json: JsonReader): Model {
  const vocabulary = readVocabulary(json.field('vocab'));
  const prefix = json.field('continuing_subword_prefix').string('');
  const suffix = json.field('end_of_word_suffix').string('');
  const fusesUnknown = json.field('fuse_unk').boolean(false);
  const fallsBackToBytes = json.field('byte_fallback').boolean(false);
  const ignoresMerges = json.field('ignore_merges').boolean(false);
  const unknownToken = json.field('unk_token');
  const unknown = unknownToken.present ? vocabulary.get(unknownToken.string()) : undefined;
  if (unknownToken.present && unknown === undefined) {
    throw unknownToken.error('a token of the vocabulary');
  }
  const merges = readMerges(json.field('merges'), vocabulary, prefix.length);

  function symbolsOf(word: string): Symbol[] {
    const pieces: Piece[] = [];
    let pending: Piece | null = null;
    let start = 0;
    for (const character of word) {
      const end = start + character.length;
      const text = (start > 0 ? prefix : '') + character + (end === word.length ? suffix : '');
      const id = vocabulary.get(text);
      const bytes = id === undefined && fallsBackToBytes ? byteTokens(text, vocabulary) : null;
      if (id !== undefined) {
        if (pending) pieces.push(pending);
        pending = null;
        pieces.push({ id, start, end });
      } else if (bytes) {
        if (pending) pieces.push(pending);
        pending = null;
        for (const byte of bytes) pieces.push({ id: byte, start, end });
      } else if (unknown !== undefined) {
        if (pending && !fusesUnknown) pieces.push(pending);
        pending = { id: unknown, start: pending && fusesUnknown ? pending.start : start, end };
      }
      start = end;
    }
    if (pending) pieces.push(pending);
    return pieces.map((piece, i) => ({
      ...piece,
      previous: i - 1,
      next: i + 1 < pieces.length ? i + 1 : -1,
    }));
  }

  function mergeAll(symbols: Symbol[]): void {
    const queue = new MergeQueue();
    const offer = (left: number): void => {
      const a = symbols[left];
      const b = a && symbols[a.next];
      const merge = a && b ? merges.get(pairKey(a.id, b.id)) : undefined;
      if (merge) queue.push(merge.rank, left, merge.id);
    };
    for (let i = 0; i < symbols.length; i++) offer(i);
    for (let top = queue.pop(); top !== null; top = queue.pop()) {
      const left = symbols[top.position];
      const right = left && symbols[left.next];
      // The pair may have changed since it was queued.
      if (!left || !right || left.id === -1) continue;
      if (merges.get(pairKey(left.id, right.id))?.id !== top.id) continue;
      left.id = top.id;
      left.end = right.end;
      left.next = right.next;
      right.id = -1;
      const after = symbols[right.next];
      if (after) after.previous = top.position;
      if (left.previous >= 0) offer(left.previous);
      offer(top.position);
    }
  }

  return {
    vocabulary,
    unknown,
    pieces(word) {
      const whole = ignoresMerges ? vocabulary.get(word) : undefined;
      if (whole !== undefined) return [{ id: whole, start: 0, end: word.length }];
      const symbols = symbolsOf(word);
      mergeAll(symbols);
      return symbols.filter((s) => s.id !== -1).map(({ id, start, end }) => ({ id, start, end }));
    },
  };
}

/** MAX_ID keeps this a safe integer. */
function pairKey(left: number, right: number): number {
  return left * MAX_ID + right;
}

/** Merges as `"a b"` or `["a", "b"]`, in order of rank. */
function readMerges(
  json: JsonReader,
  vocabulary: ReadonlyMap<string, number>,
  prefixLength: number,
): Map<number, Merge> {
  const merges = new Map<number, Merge>();
  for (const [rank, entry] of json.list().entries()) {
    const pair =
      typeof entry.raw === 'string'
        ? entry.raw.split(' ')
        : entry.list().map((part) => part.string());
    const [a, b] = pair;
    if (pair.length !== 2 || a === undefined || b === undefined) {
      throw entry.error('a pair of tokens');
    }
    const left = vocabulary.get(a);
    const right = vocabulary.get(b);
    const id = vocabulary.get(a + b.slice(prefixLength));
    if (left === undefined || right === undefined || id === undefined) {
      throw entry.error('two tokens of the vocabulary that make a third');
    }
    merges.set(pairKey(left, right), { rank, id });
  }
  return merges;
}
