import type { Boundaries } from './Boundaries.js';

/** After these a clause may end; in scripts without spaces nothing needs to follow. */
const AFTER = /[,;:]\s+|[،؛]\s*|[，、；：]|\s[–—-]\s+|—|\)\s+/gu;
/** Before these one may begin. */
const BEFORE =
  /\s(?=\()|(?<=\s)(?=(?:but|because|although|though|while|whereas|unless|which|when|where|if|so)\s)/giu;

/** Words that a clause has at least; shorter stretches (items of a list) go with what follows. */
const LEAST = 3;

/** Marks where clauses of a sentence begin: a reading by punctuation, and English conjunctions. */
export function addClauses(bounds: Boundaries, sentence: string, from: number): void {
  const ends = [
    ...[...sentence.matchAll(AFTER)].map(({ index, 0: mark }) => index + mark.length),
    ...[...sentence.matchAll(BEFORE)].map(({ index, 0: mark }) => index + mark.length),
  ].sort((x, y) => x - y);
  let last = 0;
  for (const end of ends) {
    const isLong = wordCount(sentence.slice(last, end)) >= LEAST;
    if (!isLong || wordCount(sentence.slice(end)) < LEAST) continue;
    bounds.add(from + end, 'statement');
    last = end;
  }
}

/** Runs of letters, single ones aside; in scripts without spaces two characters are about one word. */
function wordCount(text: string): number {
  const runs = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return runs.reduce((sum, run) => {
    const spaceless = run.match(/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}]/gu)?.length ?? 0;
    return sum + (spaceless > 0 ? Math.ceil(spaceless / 2) : Math.min(1, run.length - 1));
  }, 0);
}
