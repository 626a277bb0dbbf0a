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
  const known = isLocale(locale) ? locale : 'en';
  const three = new Intl.NumberFormat(known, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
  });
  const whole = new Intl.NumberFormat(known, { style: 'percent', maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat(known, { style: 'percent', maximumFractionDigits: 1 });
  const plain = (value: number) => (value < 0 ? '−' : '') + three.format(Math.abs(value));
  return {
    signed: (value) => (value > 0 ? '+' : '') + plain(value),
    plain,
    percent: (share) => (share >= 0.0995 ? whole : fine).format(share),
  };
}

function isLocale(locale: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}
