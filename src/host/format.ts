/** Numbers as highlights, hovers and the status bar write them. */
export interface Format {
  /** A contribution, always with its sign: "+0.031", "−0.104". */
  readonly signed: (value: number) => string;
  /** A score: "0.757". */
  readonly plain: (value: number) => string;
  /** A share of 1: "9%", "0.4%". */
  readonly percent: (share: number) => string;
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
  };
}

function createFormatters(locale: string) {
  const decimals = { minimumFractionDigits: 3, maximumFractionDigits: 3 };
  return {
    three: new Intl.NumberFormat(locale, decimals),
    whole: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
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
