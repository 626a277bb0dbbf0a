/** Numbers as the panel writes them, in the locale of VS Code's display language. */
export interface Format {
  /** A contribution, always with its sign: "+0.031", "−1.734", "+7·10⁻⁷". */
  signed: (value: number) => string;
  /** A score: "0.757". */
  plain: (value: number) => string;
  /** A score beside one that is nearly the same: "0.9465". */
  fine: (value: number) => string;
  /** A contribution where room is short: "+0.03". */
  short: (value: number) => string;
  /** A bound: "0.001". */
  bound: (value: number) => string;
  /** An error, rounded up: "0.004"; never less than it is, nor less than 0.0001. */
  error: (value: number) => string;
  /** A share of 1: "9%", "0.4%". */
  percent: (share: number) => string;
  /** A duration: "180 ms", "2.4 s". */
  duration: (milliseconds: number) => string;
  integer: (value: number) => string;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const MINUS = '−';
/** Below this, three decimals would show nothing but zeros. */
const SMALL = 0.0005;

const superscript = (n: number) =>
  String(n).replace(/./g, (c) => (c === '-' ? '⁻' : (superscripts[Number(c)] ?? c)));

/** Errors below are shown as this. */
const SMALLEST_ERROR = 1e-4;

/** Up to one significant digit; the host has the same rule (src/host/format.ts). */
function roundUp(error: number): number {
  const size = Math.max(SMALLEST_ERROR, error);
  const unit = 10 ** Math.floor(Math.log10(size));
  // 1e-9: what only floating point added is no reason for another digit.
  return Math.ceil(size / unit - 1e-9) * unit;
}

/** One significant digit and a power of ten: 7.4e-7 is "7·10⁻⁷". */
function power(value: number): string {
  const [digits = '0', exponent = '0'] = Math.abs(value).toExponential(0).split('e');
  return `${digits}·10${superscript(Number(exponent))}`;
}

/** Formatters for one locale. */
export function createFormat(locale: string): Format {
  const decimals = (n: number) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: n, maximumFractionDigits: n });
  const three = decimals(3);
  const four = decimals(4);
  const two = decimals(2);
  const percents = [0, 1].map(
    (n) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: n }),
  );
  const significant = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  const digit = new Intl.NumberFormat(locale, { maximumSignificantDigits: 1 });
  const integers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const size = (value: number) => {
    const absolute = Math.abs(value);
    return absolute !== 0 && absolute < SMALL ? power(absolute) : three.format(absolute);
  };
  const percent = (share: number) => {
    if (share > 0 && share < 0.0005) return `<${percents[1]?.format(0.001) ?? ''}`;
    return percents[share >= 0.0995 ? 0 : 1]?.format(share) ?? '';
  };
  return {
    signed: (value) => (value === 0 ? '0' : (value < 0 ? MINUS : '+') + size(value)),
    plain: (value) => (value < 0 ? MINUS : '') + size(value),
    fine: (value) => (value < 0 ? MINUS : '') + four.format(Math.abs(value)),
    short: (value) => (value < 0 ? MINUS : '+') + two.format(Math.abs(value)),
    bound: (value) => significant.format(value),
    error: (value) => digit.format(roundUp(value)),
    percent,
    duration: (ms) =>
      ms < 1000 ? `${integers.format(Math.round(ms))} ms` : `${significant.format(ms / 1000)} s`,
    integer: (value) => integers.format(value),
  };
}

/** The locale if this engine knows it, else English. */
export function supportedLocale(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
