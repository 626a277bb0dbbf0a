import { MAX_ID, type JsonReader } from './jsonReader.js';
import { MergeQueue } from './mergeQueue.js';
import type { Model } from './tokenModel.js';
import { SymbolList } from './symbolList.js';
import { byteTokens, readVocabulary } from './vocabulary.js';

interface Merge {
  readonly rank: number;
  readonly id: number;
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

  function symbolsOf(word: string): SymbolList {
    const symbols = new SymbolList(fallsBackToBytes ? 4 * word.length : word.length);
    let unknownFrom = -1;
    const flush = (end: number): void => {
      if (unknownFrom !== -1 && unknown !== undefined) symbols.append(unknown, unknownFrom, end);
      unknownFrom = -1;
    };
    let start = 0;
    for (const character of word) {
      const end = start + character.length;
      const text = (start > 0 ? prefix : '') + character + (end === word.length ? suffix : '');
      const id = vocabulary.get(text);
      const bytes = id === undefined && fallsBackToBytes ? byteTokens(text, vocabulary) : null;
      if (id !== undefined || bytes !== null || !fusesUnknown) flush(start);
      if (id !== undefined) symbols.append(id, start, end);
      else if (bytes !== null) for (const byte of bytes) symbols.append(byte, start, end);
      else if (unknownFrom === -1) unknownFrom = start;
      start = end;
    }
    flush(start);
    return symbols;
  }

  function mergeAll(symbols: SymbolList): void {
    const queue = new MergeQueue();
    const mergeAt = (at: number): Merge | undefined => {
      const next = at === -1 ? -1 : symbols.next(at);
      return next === -1 ? undefined : merges.get(pairKey(symbols.idAt(at), symbols.idAt(next)));
    };
    const offer = (at: number): void => {
      const merge = mergeAt(at);
      if (merge) queue.push(merge.rank, at);
    };
    for (let at = 0; at < symbols.length; at++) offer(at);
    for (let top = queue.pop(); top !== null; top = queue.pop()) {
      // The pair may have changed since it was queued.
      if (symbols.idAt(top.position) === -1) continue;
      const merge = mergeAt(top.position);
      if (merge?.rank !== top.rank) continue;
      symbols.mergeWithNext(top.position, merge.id);
      offer(symbols.previous(top.position));
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
      return symbols.pieces();
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
