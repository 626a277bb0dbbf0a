import type { Token } from '../../src/protocol.js';

/** sRGB, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Colours of a diverging scale: where nothing is, and at the cap of either sign. */
export interface Ramp {
  zero: Rgb;
  positive: Rgb;
  negative: Rgb;
}

/** Values are outliers when the largest is this many times the next ones … */
const OUTLIER = 4;
/** … which are at least this many, or this part of all cells. */
const FEW = 3;
const PART = 0.002;
/** The largest value is at most this many times the cap: among outliers, too, size should show. */
const BEYOND = 4;

export interface Cap {
  /** The value of full colour. */
  value: number;
  /** Cells beyond it, special ones included. */
  beyond: number;
}

/**
 * The value that gets full colour: the largest |A_ij| of the text's own tokens, unless a handful of
 * outliers would bleach all others; then the largest that is none, or a fraction of the outlier.
 */
export function capOf(
  matrix: ArrayLike<number>,
  tokensA: readonly Token[],
  tokensB: readonly Token[],
): Cap {
  const sizes: number[] = [];
  const columns = tokensB.length;
  tokensA.forEach((tokenA, a) => {
    tokensB.forEach((tokenB, b) => {
      if (!tokenA.special && !tokenB.special) sizes.push(Math.abs(matrix[a * columns + b] ?? 0));
    });
  });
  const all = Array.from({ length: matrix.length }, (_, k) => Math.abs(matrix[k] ?? 0));
  const sorted = Float64Array.from(sizes.length > 0 ? sizes : all)
    .sort()
    .reverse();
  const largest = sorted[0] ?? 0;
  const next = sorted[Math.max(FEW, Math.ceil(sorted.length * PART))] ?? largest;
  const capped = next > 0 && largest > OUTLIER * next;
  const value = capped ? Math.max(next, largest / BEYOND) : largest;
  return { value, beyond: all.filter((size) => size > value).length };
}

/** Steps of either sign; more than the eye tells apart. */
const STEPS = 255;

/** A diverging scale as a table of packed colours, so that a cell costs one look-up. */
export interface ColourScale {
  cap: number;
  /** 0xAABBGGRR as ImageData on little-endian machines has it. */
  packed(value: number): number;
  rgb(value: number): Rgb;
}

/** Mixes in OKLab, where equal steps look equal. */
export function createColourScale(ramp: Ramp, cap: number): ColourScale {
  const table = (end: Rgb): Rgb[] =>
    Array.from({ length: STEPS + 1 }, (_, step) => mix(ramp.zero, end, step / STEPS));
  const positive = table(ramp.positive);
  const negative = table(ramp.negative);
  const pack = ([r, g, b]: Rgb) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  const packedPositive = positive.map(pack);
  const packedNegative = negative.map(pack);
  const step = (value: number) =>
    cap > 0 ? Math.min(STEPS, Math.round((Math.abs(value) / cap) * STEPS)) : 0;
  return {
    cap,
    packed: (value) => (value < 0 ? packedNegative : packedPositive)[step(value)] ?? 0,
    rgb: (value) => (value < 0 ? negative : positive)[step(value)] ?? ramp.zero,
  };
}

/** Relative luminance (WCAG 2): decides whether text on a colour is to be dark or light. */
export function luminance([r, g, b]: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Black or white, whichever has the higher contrast on a colour. */
export const inkOn = (colour: Rgb): Rgb => {
  const l = luminance(colour);
  return (l + 0.05) / 0.05 > 1.05 / (l + 0.05) ? [0, 0, 0] : [255, 255, 255];
};

function mix(from: Rgb, to: Rgb, t: number): Rgb {
  const x = toOklab(from);
  const y = toOklab(to);
  const at = (i: 0 | 1 | 2) => x[i] + (y[i] - x[i]) * t;
  return fromOklab([at(0), at(1), at(2)]);
}

const linear = (channel: number): number => {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};

const gamma = (value: number): number => {
  const c = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, c)) * 255);
};

/** Ottosson 2020, https://bottosson.github.io/posts/oklab/ */
function toOklab(colour: Rgb): Rgb {
  const [r, g, b] = [linear(colour[0]), linear(colour[1]), linear(colour[2])];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Rgb): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
