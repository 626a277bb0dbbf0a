/** Sentences of the same few words in ever other company, for words that add much anywhere. */
import type { Pair } from '../input/pairFile.js';

const SUBJECTS =
  'doctor teacher farmer pilot lawyer painter child queen sailor baker engineer poet'.split(' ');
const VERBS = 'found sold painted carried watched forgot repaired praised hid washed'.split(' ');
const OBJECTS =
  'bicycle letter apple computer violin camera ladder book coat clock boat mirror ring lamp'.split(
    ' ',
  );
const PLACES = 'garden station library kitchen hospital forest castle market harbour'.split(' ');
const TIMES = 'yesterday, on Monday, in winter, at night, last year'.split(', ');
const ADJECTIVES = 'large red costly small heavy new broken strange'.split(' ');

const FRAMES = [
  (w: Words) => `The ${w.subject} ${w.verb} the ${w.adjective} ${w.object} in the ${w.place}.`,
  (w: Words) =>
    `${capital(w.time)} the ${w.subject} ${w.verb} the ${w.object} near the ${w.place}.`,
  (w: Words) =>
    `In the ${w.place} the ${w.subject} ${w.verb} a ${w.adjective} ${w.object} ${w.time}.`,
];

interface Words {
  readonly subject: string;
  readonly verb: string;
  readonly adjective: string;
  readonly object: string;
  readonly place: string;
  readonly time: string;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Steps that share no factor with the lists' lengths, so that every word meets many others. */
const wordsAt = (k: number): Words => {
  const pick = (list: readonly string[], step: number) => list[(k * step) % list.length] ?? '';
  return {
    subject: pick(SUBJECTS, 5),
    verb: pick(VERBS, 3),
    adjective: pick(ADJECTIVES, 3),
    object: pick(OBJECTS, 5),
    place: pick(PLACES, 2),
    time: pick(TIMES, 2),
  };
};

/** 100 pairs without a content word in common. */
export function lexicalProbes(): readonly Pair[] {
  const pairs: Pair[] = [];
  for (let k = 0; pairs.length < 100; k++) {
    const [x, y] = [wordsAt(k), wordsAt(2 * k + 7)];
    if (Object.entries(x).some(([key, word]) => y[key as keyof Words] === word)) continue;
    const [first, second] = [FRAMES[k % 3], FRAMES[(k + 1) % 3]];
    if (!first || !second) continue;
    const line = pairs.length + 1;
    pairs.push({ a: first(x), b: second(y), label: null, line, more: {} });
  }
  return pairs;
}
