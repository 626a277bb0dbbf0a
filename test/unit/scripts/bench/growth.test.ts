import { describe, expect, test } from 'vitest';
import { SCHEMES, growthSvg, spread } from '../../../../scripts/bench/growthSvg.js';
import { growthMarkdown, growthSeries } from '../../../../scripts/bench/growthTable.js';

const points = ['n + n', '10 + n'].flatMap((kind) =>
  [10, 50, 250].map((tokens) => ({
    kind,
    tokens,
    ms: kind === 'n + n' ? tokens ** 2 : 20 * tokens,
    marginalsMs: kind === 'n + n' ? null : 2 * tokens,
    encodeMs: tokens / 5,
    evaluations: 24,
    peakRssMb: 400,
  })),
);
const series = growthSeries(points);

describe('the plot', () => {
  const svg = growthSvg(series);

  test('names every curve and draws every point', () => {
    for (const { name } of series) expect(svg).toContain(`>${name}</text>`);
    const drawn = series.reduce((count, one) => count + one.points.length, 0);
    expect(svg.match(/<circle/g)).toHaveLength(drawn);
    expect(svg).not.toContain('NaN');
  });

  test('puts more tokens further right and more time further up', () => {
    const [first = ''] = /points="[^"]*"/.exec(svg) ?? [];
    const places = [...first.matchAll(/([\d.]+),([\d.]+)/g)].map((match) =>
      match.slice(1).map(Number),
    );
    expect(places).toHaveLength(3);
    const [x, y] = [places.map(([at = NaN]) => at), places.map(([, at = NaN]) => at)];
    expect(x).toEqual([...x].sort((one, other) => one - other));
    expect(y).toEqual([...y].sort((one, other) => other - one));
  });

  test('stays within its frame', () => {
    const numbers = [...svg.matchAll(/ (?:cx|x[12]?)="([\d.-]+)"/g)].map((match) =>
      Number(match[1]),
    );
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(760);
  });

  test('keeps the names of near curves apart', () => {
    const heights = [...spread([100, 103, 90, 300])].sort((one, other) => one - other);
    const gaps = heights.slice(1).map((height, i) => height - (heights[i] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(16);
  });

  test.each(Object.entries(SCHEMES))('can be read on a %s page', (_, { page, text, curves }) => {
    for (const colour of [text, ...curves]) {
      // WCAG AA for text of ordinary size.
      expect(contrast(page, colour)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('has a colour for every curve', () => {
    for (const { curves } of Object.values(SCHEMES)) {
      expect(curves.length).toBeGreaterThanOrEqual(series.length);
    }
  });
});

test('the table has a row a pair, with its numbers of tokens', () => {
  const rows = growthMarkdown(points).split('\n');
  expect(rows).toHaveLength(2 + points.length);
  expect(rows.join('\n')).toContain('| 50 + 50 |');
  expect(rows.join('\n')).toContain('| 10 + 250 |');
});

/** WCAG 2 contrast ratio of two colours #rrggbb. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
      return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
