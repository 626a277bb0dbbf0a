/** Where the words of CoNLL-U sentences stand in a text. */
import { InputError } from '../../attribution/inputError.js';
import type { Sentence, Surface, Word } from './conllu.js';
import { quoted } from './row.js';

export interface PlacedWord extends Word {
  /** UTF-16 offsets, half-open. */
  readonly start: number;
  readonly end: number;
}

/** The sentence's own text: as written, else its forms with spaces where they may be. */
export function textOfSentence({ text, surfaces }: Sentence): string {
  if (text !== null) return text;
  return surfaces
    .map(({ form, spaceAfter }, i) => (spaceAfter && i < surfaces.length - 1 ? `${form} ` : form))
    .join('');
}

/**
 * The words of as many sentences as a text holds, from `first` on.
 * @param name of the CoNLL-U file
 * @param text that they must be the words of, white space aside
 * @param whose for messages, such as "pair 3"
 * Throws InputError with the first word that does not stand where it should.
 */
export function placeWords(
  name: string,
  sentences: readonly Sentence[],
  first: number,
  text: string,
  whose: string,
): { readonly words: PlacedWord[]; readonly next: number } {
  const words: PlacedWord[] = [];
  let [at, next] = [0, first];
  const skip = () => {
    while (/^\s$/.test(text.charAt(at))) at += 1;
  };
  skip();
  while (at < text.length) {
    const sentence = sentences[next];
    if (!sentence) {
      throw new InputError(
        `CoNLL-U: expected words for ${quoted(text.slice(at))} of ${whose}, got the end of ${name}`,
      );
    }
    for (const surface of sentence.surfaces) {
      skip();
      if (!text.startsWith(surface.form, at)) {
        throw new InputError(
          `CoNLL-U: expected ${quoted(surface.form)} (line ${surface.line}, column 2 of ${name}) at character ${at + 1} of ${whose}, got ${quoted(text.slice(at, at + 20))}`,
        );
      }
      words.push(...placed(surface, at));
      at += surface.form.length;
    }
    next += 1;
    skip();
  }
  return { words, next };
}

/**
 * Words of a multiword token share its characters as their forms do ("do" and "n't" of "don't"); where
 * the forms are others ("de" and "le" of "du"), the first stands for all.
 */
function placed({ form, words }: Surface, start: number): PlacedWord[] {
  const [first] = words;
  if (!first) return [];
  const joined = words.map((word) => word.form).join('');
  if (joined.length !== form.length || joined.toLowerCase() !== form.toLowerCase()) {
    return [{ ...first, start, end: start + form.length }];
  }
  let at = start;
  return words.map((word) => {
    const from = at;
    at += word.form.length;
    return { ...word, start: from, end: at };
  });
}
