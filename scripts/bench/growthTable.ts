/** What the growth run found, as curves and as a table. */
import type { Series } from './growthSvg.js';
import { markdownTable, time } from './table.js';

export interface GrowthPoint {
  /** `n + n` or `10 + n`. */
  readonly kind: string;
  /** n. */
  readonly tokens: number;
  readonly ms: number;
  readonly marginalsMs: number | null;
  /** One plain encoding of the pair. */
  readonly encodeMs: number;
  readonly evaluations: number;
  readonly peakRssMb: number;
}

/** Curves in seconds: explanations of both kinds; totals and plain encodings of `10 + n`. */
export function growthSeries(points: readonly GrowthPoint[]): readonly Series[] {
  const curve = (name: string, kind: string, value: (point: GrowthPoint) => number | null) => ({
    name,
    points: points
      .filter((point) => point.kind === kind)
      .flatMap((point) => {
        const ms = value(point);
        return ms === null ? [] : [{ tokens: point.tokens, seconds: ms / 1000 }];
      }),
  });
  return [
    curve('n + n tokens', 'n + n', (point) => point.ms),
    curve('10 + n tokens', '10 + n', (point) => point.ms),
    curve('totals of 10 + n', '10 + n', (point) => point.marginalsMs),
    curve('encoding 10 + n', '10 + n', (point) => point.encodeMs),
  ].filter((series) => series.points.length > 0);
}

export function growthMarkdown(points: readonly GrowthPoint[]): string {
  const head = ['tokens', 'explanation', 'totals', 'plain encoding', 'nodes', 'peak MB'];
  const rows = points.map((point) => [
    point.kind.replaceAll('n', String(point.tokens)),
    time(point.ms),
    point.marginalsMs === null ? '–' : time(point.marginalsMs),
    time(point.encodeMs),
    String(point.evaluations),
    point.peakRssMb.toFixed(0),
  ]);
  return markdownTable([head, ...rows]);
}
