import type { Token } from '../../src/protocol.js';

export type Grade = -5 | -4 | -3 | -2 | -1 | 0 | 1 | 2 | 3 | 4 | 5;

/** Below this part of the scale a value is not coloured: it would only be noise. */
const FLOOR = 0.02;
/** Keeps 3/5 in step 3 although 0.6 · 5 may come out a little above 3. */
const ROUNDING = 1e-9;

/**
 * The colour step of a signed value: fifths of |value| / scale, rounded up, with the value's sign;
 * 0 under 2 % of the scale. Values beyond the scale stay in the last step.
 */
export function grade(value: number, scale: number): Grade {
  const share = Math.abs(value) / scale;
  if (!(share >= FLOOR)) return 0;
  const step = Math.min(5, Math.ceil(share * 5 - ROUNDING));
  return (value < 0 ? -step : step) as Grade;
}

/**
 * The value that gets full colour in a text: its largest |marginal|. Special tokens are left out,
 * because they would otherwise often bleach the text itself.
 */
export function marginalScale(marginal: ArrayLike<number>, tokens: readonly Token[]): number {
  let own = 0;
  let any = 0;
  tokens.forEach((token, i) => {
    const size = Math.abs(marginal[i] ?? 0);
    any = Math.max(any, size);
    if (!token.special) own = Math.max(own, size);
  });
  return own > 0 ? own : any;
}
