import { compareTexts } from './texts/compareTexts.js';
import { controlTexts } from './texts/controlTexts.js';
import { explanationTexts } from './texts/explanationTexts.js';
import { levelTexts } from './texts/levelTexts.js';
import { matrixTexts } from './texts/matrixTexts.js';
import { panelTexts } from './texts/panelTexts.js';
import { verifyTexts } from './texts/verifyTexts.js';

/**
 * Every text of the panel, with its English default. The host passes translations under the same
 * keys in `<script type="application/json" id="strings">`; what it leaves out stays English.
 * `{0}`, `{1}` … are placeholders; `.one`/`.other` are chosen by the number's plural form.
 */
export const english = {
  ...panelTexts,
  ...explanationTexts,
  ...matrixTexts,
  ...compareTexts,
  ...levelTexts,
  ...controlTexts,
  ...verifyTexts,
} as const;

export type StringKey = keyof typeof english;

/** Keys that exist as `<key>.one` and `<key>.other`. */
export type CountKey = {
  [K in StringKey]: K extends `${infer Base}.other`
    ? `${Base}.one` extends StringKey
      ? Base
      : never
    : never;
}[StringKey];

export interface Translate {
  (key: StringKey, ...args: readonly string[]): string;
  /** The plural form for `count`, with `shown` (the formatted count) as `{0}`. */
  count(key: CountKey, count: number, shown: string): string;
}

const fill = (template: string, args: readonly string[]): string =>
  template.replace(/\{(\d+)\}/g, (whole, digits: string) => args[Number(digits)] ?? whole);

/** The panel's texts: English, overridden by the host's record where it has the key. */
export function createTranslate(
  overrides: Readonly<Record<string, unknown>>,
  locale: string,
): Translate {
  const plural = new Intl.PluralRules(locale);
  const lookup = (key: StringKey): string => {
    const own = Object.hasOwn(overrides, key) ? overrides[key] : undefined;
    return typeof own === 'string' ? own : english[key];
  };
  const translate = (key: StringKey, ...args: readonly string[]) => fill(lookup(key), args);
  return Object.assign(translate, {
    count: (key: CountKey, count: number, shown: string) => {
      const form = plural.select(count) === 'one' ? 'one' : 'other';
      return translate(`${key}.${form}`, shown);
    },
  });
}
