import type { Boundaries } from './Boundaries.js';
import type { ReadingLevel } from './levels.js';
import { linesOf, isBlank } from './lines.js';
import { addStatements } from './statements.js';
import { addGraphemes, addWords, SPACELESS } from './wordBounds.js';

/**
 * Names (with the scripts that have no spaces apart), numbers, runs of operators, brackets and other
 * single marks, and whatever else is not white space.
 */
const LEXEME = new RegExp(
  String.raw`(?<spaceless>[${SPACELESS}][${SPACELESS}\p{M}]*)` +
    String.raw`|(?<number>\p{Nd}[\p{L}\p{Nd}_]*(?:\.\p{Nd}[\p{L}\p{Nd}_]*)?)` +
    String.raw`|(?<name>(?:(?![${SPACELESS}])[\p{L}\p{M}\p{N}_$])+)` +
    String.raw`|(?<operator>[-+*/%=<>!&|^~?:@]+)` +
    String.raw`|(?<mark>[\x21-\x7e])` +
    String.raw`|(?<other>[^\s\x21-\x7e]+?(?=[\s\x21-\x7e]|\p{L}|\p{N}|$))`,
  'gu',
);

/**
 * Pieces of a name: an acronym before a capitalised word, a word, an acronym, digits, letters without
 * case, and what stands between them.
 */
const PIECE =
  /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?(?:\p{Ll}\p{M}*)+|(?:\p{Lu}\p{M}*)+|\p{N}+|(?:[\p{Lo}\p{Lm}\p{Lt}]\p{M}*)+|[_$]+|\p{M}+/gu;

/** Marks words, parts of names, names, statements and lines of code. Cost: linear. */
export function addCode(bounds: Boundaries, text: string): void {
  for (const match of text.matchAll(LEXEME)) {
    const { index, 0: lexeme, groups = {} } = match;
    bounds.add(index, 'identifier');
    if (groups.name !== undefined) addName(bounds, lexeme, index);
    else if (groups.spaceless !== undefined) addWords(bounds, lexeme, index, 'identifier');
    else if (groups.operator !== undefined) {
      for (let i = 1; i < lexeme.length; i++) bounds.add(index + i, 'word');
    } else if (groups.other !== undefined) addGraphemes(bounds, lexeme, index, 'identifier');
  }
  for (const line of linesOf(text)) {
    if (isBlank(line)) continue;
    bounds.add(line.start, 'line');
    addStatements(bounds, line);
  }
}

/** `fetchUtf8_data` has the parts fetch, Utf8 and data, and the words fetch, Utf, 8 and data. */
function addName(bounds: Boundaries, name: string, from: number): void {
  let before = '';
  for (const { index, 0: piece } of name.matchAll(PIECE)) {
    const level = index === 0 ? 'identifier' : levelOfPiece(piece, before);
    bounds.add(from + index, level);
    before = piece;
  }
}

function levelOfPiece(piece: string, before: string): ReadingLevel {
  // Digits go with the letters before them: utf8, sha256.
  if (/^\p{N}/u.test(piece) && /\p{L}$/u.test(before)) return 'word';
  return 'part';
}
