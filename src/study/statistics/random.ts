/** Chance that a seed makes repeatable. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number from 0 to n − 1. */
  below(n: number): number;
  /** As many again, drawn with replacement. */
  resample<T>(items: readonly T[]): T[];
  /** Some of the items, each at most once, in their own order. */
  sample<T>(items: readonly T[], count: number): T[];
  shuffle<T>(items: readonly T[]): T[];
}

/** Generator mulberry32 (Tommy Ettinger, public domain): 32 bits of state, passes gjrand. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  const shuffle = <T>(items: readonly T[]) => {
    const order = [...items];
    for (let i = order.length - 1; i > 0; i--) {
      const j = below(i + 1);
      [order[i], order[j]] = [order[j] as T, order[i] as T];
    }
    return order;
  };
  return {
    next,
    below,
    resample: (items) => items.map(() => items[below(items.length)] as (typeof items)[number]),
    sample: (items, count) =>
      shuffle([...items.keys()])
        .slice(0, count)
        .sort((x, y) => x - y)
        .map((i) => items[i] as (typeof items)[number]),
    shuffle,
  };
}
