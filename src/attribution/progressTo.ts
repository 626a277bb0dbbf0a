import type { Hooks } from './hooks.js';

/**
 * Progress of a refinement, from `start` to 1: errors fall geometrically, so their logarithm is the
 * way that is left.
 */
export function progressTo(
  tolerance: number,
  hooks: Hooks,
  start: number,
): (error: number) => void {
  let furthest = start;
  return (error) => {
    const steps = Math.max(0, Math.log2(error / tolerance));
    furthest = Math.max(furthest, start + (1 - start) / (1 + steps / 4));
    hooks.progress('attributing', furthest);
  };
}
