import { normalForm } from './normalForm.js';
import { replaceMatches } from './rewrite.js';
import type { TrackedText } from './trackedText.js';
import { CLEANED_AWAY, IDEOGRAPH, NONSPACING_MARK, WHITE_SPACE } from './unicodeClasses.js';

export interface BertNormalizerOptions {
  readonly cleanText: boolean;
  readonly setIdeographsApart: boolean;
  readonly stripAccents: boolean;
  readonly lowercase: boolean;
}

/** BERT's text cleaning, in the original's order: clean, set ideographs apart, strip accents, lower-case. */
export function bertNormalize(source: TrackedText, options: BertNormalizerOptions): TrackedText {
  let text = source;
  if (options.cleanText) {
    text = replaceMatches(text, CLEANED_AWAY, () => '');
    text = replaceSpaces(text);
  }
  if (options.setIdeographsApart) text = replaceMatches(text, IDEOGRAPH, (c) => ` ${c} `);
  if (options.stripAccents) {
    text = replaceMatches(normalForm(text, 'NFD'), NONSPACING_MARK, () => '');
  }
  return options.lowercase ? lowercase(text) : text;
}

/** Lower-cases character by character, as the original does: a final Σ becomes σ, never ς. */
export function lowercase(source: TrackedText): TrackedText {
  if (!/[^\0-\x7f]/.test(source.text)) return source.withText(source.text.toLowerCase());
  return replaceMatches(source, /[A-Z]|[^\0-\x7f]/gu, (c) => c.toLowerCase());
}

/** Every white-space character is one UTF-16 unit, so spans stay where they are. */
function replaceSpaces(source: TrackedText): TrackedText {
  return source.withText(source.text.replace(WHITE_SPACE, ' '));
}
