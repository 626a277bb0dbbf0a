import { Rewrite } from './rewrite.js';
import { TrackedText } from './trackedText.js';

export type NormalForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

/**
 * Unicode normalisation (Unicode Standard Annex 15) that keeps track of spans.
 *
 * The text is cut where normalisation cannot reach across: before every character whose
 * decomposition begins with a starter that composes with nothing before it. Chunks are normalised
 * one by one, and inside a chunk the characters of the result are traced to those of the source
 * through their decompositions; where marks change places, all of the chunk stands for all of it.
 * Cost: linear.
 */
export function normalForm(source: TrackedText, form: NormalForm): TrackedText {
  const { text } = source;
  let rewrite: Rewrite | undefined;
  let kept = 0;
  for (const [from, to] of chunks(text, form)) {
    const chunk = text.slice(from, to);
    const normalised = normalise(chunk, form);
    if (normalised === chunk) continue;
    rewrite ??= new Rewrite(source);
    rewrite.keep(kept, from);
    insertTraced(rewrite, source, from, to, normalised, form);
    kept = to;
  }
  if (rewrite === undefined) return source;
  rewrite.keep(kept, text.length);
  return rewrite.finish();
}

/**
 * Sorting marks is quadratic in ICU, so thousands of marks on one character would hang. No
 * script puts more than a few there: longer runs are normalised in parts of this length.
 */
const LONGEST_CHUNK = 512;

/** Chunks with a character beyond ASCII; all others are normal in every form. */
function* chunks(text: string, form: NormalForm): Generator<[number, number]> {
  const beyondAscii = /[^\0-\x7f]/gu;
  for (let at = beyondAscii.exec(text); at !== null; at = beyondAscii.exec(text)) {
    const composes = !startsChunk(at[0], form);
    const beforeIsFree = at.index > 0 && text.charCodeAt(at.index - 1) < 0x80;
    const from = composes && beforeIsFree ? at.index - 1 : at.index;
    let to = at.index + at[0].length;
    while (to < text.length && to - from < LONGEST_CHUNK) {
      const next = String.fromCodePoint(text.codePointAt(to) ?? 0);
      if (startsChunk(next, form)) break;
      to += next.length;
    }
    yield [from, to];
    beyondAscii.lastIndex = to;
  }
}

const normalisedChunks: Readonly<Record<NormalForm, Map<string, string>>> = {
  NFC: new Map(),
  NFD: new Map(),
  NFKC: new Map(),
  NFKD: new Map(),
};

/** Short chunks repeat: a look-up is several times faster than normalising. */
function normalise(chunk: string, form: NormalForm): string {
  if (chunk.length > 2) return chunk.normalize(form);
  const known = normalisedChunks[form];
  let result = known.get(chunk);
  if (result === undefined) {
    if (known.size > 20_000) known.clear();
    result = chunk.normalize(form);
    known.set(chunk, result);
  }
  return result;
}

/** Marks, and the Hangul vowels and finals that compose with the consonant before them. */
const JOINS_PREVIOUS = /^[\p{M}\u1160-\u11ff]/u;
const startCache = {
  canonical: new Map<string, boolean>(),
  compatible: new Map<string, boolean>(),
};

function startsChunk(character: string, form: NormalForm): boolean {
  if (character < '\u0300') return true;
  const compatible = form === 'NFKC' || form === 'NFKD';
  const cache = compatible ? startCache.compatible : startCache.canonical;
  let starts = cache.get(character);
  if (starts === undefined) {
    starts = !JOINS_PREVIOUS.test(character.normalize(compatible ? 'NFKD' : 'NFD'));
    cache.set(character, starts);
  }
  return starts;
}

function insertTraced(
  rewrite: Rewrite,
  source: TrackedText,
  from: number,
  to: number,
  normalised: string,
  form: NormalForm,
): void {
  const whole = source.span(from, to);
  if (to - from === 1) {
    rewrite.insert(normalised, whole);
    return;
  }
  const traced = trace(source.text.slice(from, to), normalised, form);
  if (traced === null) {
    rewrite.insert(normalised, whole);
    return;
  }
  for (const { text, first, last } of traced) {
    rewrite.insert(text, {
      start: source.startOf(from + first),
      end: source.endOf(from + last),
    });
  }
}

interface Traced {
  readonly text: string;
  /** Units of the chunk, both inclusive. */
  readonly first: number;
  readonly last: number;
}

/** Which units of the chunk each character of its normalisation came from; null when they crossed. */
function trace(chunk: string, normalised: string, form: NormalForm): Traced[] | null {
  const pool = new Map<string, number[]>();
  let unit = 0;
  for (const character of chunk) {
    const decomposed = character.normalize(form === 'NFC' || form === 'NFD' ? 'NFD' : 'NFKD');
    for (const part of decomposed) {
      const places = pool.get(part);
      if (places) places.push(unit);
      else pool.set(part, [unit]);
    }
    unit += character.length;
  }
  for (const places of pool.values()) places.reverse(); // so that pop() takes the earliest
  const traced: Traced[] = [];
  let first = 0;
  let last = 0;
  for (const text of normalised) {
    const places = [...text.normalize('NFD')].map((part) => pool.get(part)?.pop() ?? -1);
    const least = Math.min(...places);
    const most = Math.max(...places);
    if (least < first || most < last) return null;
    first = least;
    last = most;
    traced.push({ text, first, last });
  }
  return traced;
}
