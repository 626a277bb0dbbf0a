/** Numbers as highlights, hovers and the status bar write them. */
export interface Format {
  /** A contribution, always with its sign: "+0.031", "−0.104". */
  readonly signed: (value: number) => string;
  /** A score: "0.757". */
  readonly plain: (value: number) => string;
  /** A share of 1: "9%", "0.4%". */
  readonly percent: (share: number) => string;
  /** An error, rounded up: "0.004"; never less than it is, nor less than 0.0001. */
  readonly bound: (error: number) => string;
}

/** Errors below are shown as this. */
const SMALLEST_BOUND = 1e-4;

/**
 * Up to one significant digit, but not for what only floating point added: 0.003 stays, 0.0031 does
 * not. The panel has the same rule (webview/model/format.ts); a test holds the two together.
 */
export function roundUp(error: number): number {
  const size = Math.max(SMALLEST_BOUND, error);
  const unit = 10 ** Math.floor(Math.log10(size));
  return Math.ceil(size / unit - 1e-9) * unit;
}

/** Formatters for one locale; an unknown locale falls back to English. */
export function createFormat(locale: string): Format {
  // Made on first use: ICU takes longer to start than the rest of the extension together.
  let formatters: ReturnType<typeof createFormatters> | undefined;
  const get = () => (formatters ??= createFormatters(isLocale(locale) ? locale : 'en'));
  const plain = (value: number) => (value < 0 ? '−' : '') + get().three.format(Math.abs(value));
  return {
    signed: (value) => (value > 0 ? '+' : '') + plain(value),
    plain,
    percent: (share) => (share >= 0.0995 ? get().whole : get().fine).format(share),
    bound: (error) => get().digit.format(roundUp(error)),
  };
}

function createFormatters(locale: string) {
  const decimals = { minimumFractionDigits: 3, maximumFractionDigits: 3 };
  return {
    three: new Intl.NumberFormat(locale, decimals),
    whole: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
    digit: new Intl.NumberFormat(locale, { maximumSignificantDigits: 1 }),
    fine: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }),
  };
}

function isLocale(locale: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}
