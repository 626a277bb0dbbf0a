import { toByteCharacters } from './byteLevel.js';
import type { JsonReader } from './jsonReader.js';
import { compilePattern } from './pattern.js';
import { prepend, replaceMatches } from './rewrite.js';
import { split, SPLIT_BEHAVIORS } from './split.js';
import type { TrackedText } from './trackedText.js';
import { PUNCTUATION, PUNCTUATION_CHARACTER, WHITE_SPACE, WORD } from './unicodeClasses.js';

/** Cuts a normalised text into the pieces that the model sees one at a time. */
export type PreTokenizer = (text: TrackedText) => TrackedText[];

const BERT_WORD = new RegExp(`${PUNCTUATION}|(?:(?!${PUNCTUATION})\\P{White_Space})+`, 'gu');
const WORDS_OR_SYMBOLS = new RegExp(`[${WORD}]+|[^${WORD}\\p{White_Space}]+`, 'gu');
/** GPT-2's pattern, with Rust's idea of white space. */
const BYTE_LEVEL_WORD =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** One pre-tokenizer a name, as in the `pre_tokenizer` section of tokenizer.json. */
const KINDS: Readonly<Record<string, (json: JsonReader) => PreTokenizer>> = {
  BertPreTokenizer: () => (text) => split(text, BERT_WORD, 'Removed', true),
  Whitespace: () => (text) => split(text, WORDS_OR_SYMBOLS, 'Removed', true),
  WhitespaceSplit: () => (text) => split(text, WHITE_SPACE, 'Removed'),
  Punctuation(json) {
    const behavior = json.field('behavior').choice(SPLIT_BEHAVIORS, 'Isolated');
    return (text) => split(text, PUNCTUATION_CHARACTER, behavior);
  },
  Digits(json) {
    const behavior = json.field('individual_digits').boolean(false) ? 'Isolated' : 'Contiguous';
    return (text) => split(text, /\p{N}/gu, behavior);
  },
  Split(json) {
    const pattern = compilePattern(json.field('pattern'));
    const behavior = json.field('behavior').choice(SPLIT_BEHAVIORS);
    const invert = json.field('invert').boolean(false);
    return (text) => split(text, pattern, behavior, invert);
  },
  CharDelimiterSplit(json) {
    const pattern = compilePattern(json.field('delimiter').asLiteralPattern());
    return (text) => split(text, pattern, 'Removed');
  },
  ByteLevel(json) {
    const prefix = json.field('add_prefix_space').boolean(true);
    const useRegex = json.field('use_regex').boolean(true);
    return (text) => {
      const prefixed = prefix && !text.text.startsWith(' ') ? prepend(text, ' ') : text;
      const words = useRegex ? split(prefixed, BYTE_LEVEL_WORD, 'Isolated') : [prefixed];
      return words.map(toByteCharacters);
    };
  },
  Metaspace: compileMetaspace,
  Sequence(json) {
    const steps = json.field('pretokenizers').list().map(compilePreTokenizer);
    return (text) => steps.reduce((pieces, step) => pieces.flatMap((p) => step(p)), [text]);
  },
};

/** Compiles the `pre_tokenizer` section. Throws `TokenizerError` naming a kind that is not supported. */
export function compilePreTokenizer(json: JsonReader): PreTokenizer {
  if (!json.present) return (text) => [text];
  const type = json.field('type').string();
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (!kind) {
    throw json.field('type').error(`a pre-tokenizer among ${Object.keys(KINDS).join(', ')}`);
  }
  return kind(json);
}

/** SentencePiece's way with spaces: `▁` for each, one in front, and words that begin with it. */
function compileMetaspace(json: JsonReader): PreTokenizer {
  const replacement = json.field('replacement').string('▁');
  if ([...replacement].length !== 1) throw json.field('replacement').error('one character');
  // Older files say add_prefix_space instead of prepend_scheme.
  const older = json.field('add_prefix_space').boolean(true) ? 'always' : 'never';
  const scheme = json.field('prepend_scheme').choice(['always', 'first', 'never'] as const, older);
  const splits = json.field('split').boolean(true);
  const mark = compilePattern(json.field('replacement').asLiteralPattern('▁'));
  return (source) => {
    let text = replaceMatches(source, / /g, () => replacement);
    const prepends = scheme === 'always' || (scheme === 'first' && text.span().start === 0);
    if (prepends && !text.text.startsWith(replacement)) text = prepend(text, replacement);
    return splits ? split(text, mark, 'MergedWithNext') : [text];
  };
}
