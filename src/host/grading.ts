/** Colour steps a sign. */
export const steps = 5;

/** -5 … 5; the sign is that of the contribution, 0 is not coloured. */
export type Step = -5 | -4 | -3 | -2 | -1 | 0 | 1 | 2 | 3 | 4 | 5;

/** Below this part of the scale a value would only be noise. */
const floor = 0.02;

/** Keeps 3/5 in step 3 although 0.6 · 5 may come out a little above 3. */
const rounding = 1e-9;

/**
 * Fifths of |value| / scale, rounded up, with the value's sign; 0 under 2 % of the scale. The panel
 * has the same rule (webview/model/grade.ts); a test holds the two together.
 */
export function gradeStep(value: number, scale: number): Step {
  const share = Math.abs(value) / scale;
  if (!(share >= floor)) return 0;
  const size = Math.min(steps, Math.ceil(share * steps - rounding));
  return (value < 0 ? -size : size) as Step;
}
