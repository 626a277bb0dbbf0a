import { bertNormalize, lowercase } from './bertNormalizer.js';
import { toByteCharacters } from './byteLevel.js';
import type { JsonReader } from './jsonReader.js';
import { normalForm, type NormalForm } from './normalForm.js';
import { compilePattern } from './pattern.js';
import { PrecompiledCharsmap } from './precompiledCharsmap.js';
import { prepend, replaceMatches } from './rewrite.js';
import type { TrackedText } from './trackedText.js';
import { COMBINING_MARK } from './unicodeClasses.js';

export type Normalizer = (text: TrackedText) => TrackedText;

/** One normaliser a name, as in the `normalizer` section of tokenizer.json. */
const KINDS: Readonly<Record<string, (json: JsonReader) => Normalizer>> = {
  BertNormalizer(json) {
    const lower = json.field('lowercase').boolean(true);
    const options = {
      cleanText: json.field('clean_text').boolean(true),
      setIdeographsApart: json.field('handle_chinese_chars').boolean(true),
      stripAccents: json.field('strip_accents').boolean(lower),
      lowercase: lower,
    };
    return (text) => bertNormalize(text, options);
  },
  NFC: () => inForm('NFC'),
  NFD: () => inForm('NFD'),
  NFKC: () => inForm('NFKC'),
  NFKD: () => inForm('NFKD'),
  Lowercase: () => lowercase,
  StripAccents: () => (text) => replaceMatches(text, COMBINING_MARK, () => ''),
  ByteLevel: () => toByteCharacters,
  Nmt: () => nmt,
  Strip(json) {
    const left = json.field('strip_left').boolean(true);
    const right = json.field('strip_right').boolean(true);
    return (text) => strip(text, left, right);
  },
  Prepend(json) {
    const inserted = json.field('prepend').string();
    return (text) => (text.length === 0 ? text : prepend(text, inserted));
  },
  Replace(json) {
    const pattern = compilePattern(json.field('pattern'));
    const content = json.field('content').string();
    return (text) => (pattern === null ? text : replaceMatches(text, pattern, () => content));
  },
  Precompiled(json) {
    const charsmap = PrecompiledCharsmap.parse(json.field('precompiled_charsmap'));
    return (text) => charsmap.apply(text);
  },
  Sequence(json) {
    const steps = json.field('normalizers').list().map(compileNormalizer);
    return (text) => steps.reduce((t, step) => step(t), text);
  },
};

/** Compiles the `normalizer` section. Throws `TokenizerError` naming a kind that is not supported. */
export function compileNormalizer(json: JsonReader): Normalizer {
  if (!json.present) return (text) => text;
  const type = json.field('type').string();
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (!kind) throw json.field('type').error(`a normalizer among ${Object.keys(KINDS).join(', ')}`);
  return kind(json);
}

function inForm(form: NormalForm): Normalizer {
  return (text) => normalForm(text, form);
}

function strip(text: TrackedText, left: boolean, right: boolean): TrackedText {
  const from = left ? (/^\p{White_Space}*/u.exec(text.text)?.[0].length ?? 0) : 0;
  const rest = text.slice(from);
  return right ? rest.slice(0, lengthWithoutTrailingSpace(rest.text)) : rest;
}

/** By hand: `/\s*$/` backtracks quadratically over inner runs of spaces. */
export function lengthWithoutTrailingSpace(text: string): number {
  let length = text.length;
  while (length > 0 && /\p{White_Space}/u.test(text.charAt(length - 1))) length--;
  return length;
}

/** SentencePiece's cleaning: control characters go, all kinds of space become a space. */
function nmt(text: TrackedText): TrackedText {
  // eslint-disable-next-line no-control-regex -- control characters are what is removed
  const cleaned = replaceMatches(text, /[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]/gu, () => '');
  return replaceMatches(
    cleaned,
    /[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/gu,
    () => ' ',
  );
}
