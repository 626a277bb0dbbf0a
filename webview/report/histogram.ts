import type { PlotPoint } from '../../src/protocol.js';

/** A point with what its marks need. */
export interface Mark extends PlotPoint {
  readonly series: string;
}

export interface Bar {
  readonly series: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Positions of the pairs counted. */
  readonly texts: readonly number[];
}

/** Bars over the whole range, the same for all series. */
const BARS = 24;

/** Counts of each series in even steps; steps that nothing falls in are left out. */
export function binned(marks: readonly Mark[]): Bar[] {
  const values = marks.flatMap(({ x }) => (typeof x === 'number' ? [x] : []));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = (most - least) / BARS || 1;
  const bars = new Map<string, Mark[]>();
  for (const mark of marks) {
    if (typeof mark.x !== 'number') continue;
    const k = Math.min(BARS - 1, Math.floor((mark.x - least) / step));
    const key = `${k} ${mark.series}`;
    bars.set(key, [...(bars.get(key) ?? []), mark]);
  }
  return [...bars].map(([key, members]) => {
    const k = Number(key.split(' ', 1)[0]);
    return {
      series: members[0]?.series ?? '',
      ...{ from: least + k * step, to: least + (k + 1) * step, count: members.length },
      texts: members.flatMap(({ text }) => (text === undefined ? [] : [text])),
    };
  });
}

export const barTitle = ({ series, from, to, count }: Bar) =>
  `${series}\n${from.toFixed(3)} to ${to.toFixed(3)}: ${count}`;
