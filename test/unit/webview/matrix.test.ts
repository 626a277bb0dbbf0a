import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Token } from '../../../src/protocol.js';
import { buildAxis, gapCount, placeAt, placeNear, placeOf } from '../../../webview/matrix/axis.js';
import {
  capOf,
  createColourScale,
  inkOn,
  luminance,
  type Ramp,
} from '../../../webview/matrix/colourScale.js';
import { moveCell } from '../../../webview/matrix/gridKeys.js';
import { clipLabel, thinLabels } from '../../../webview/matrix/labels.js';
import { layOut, LARGEST, type Room } from '../../../webview/matrix/layout.js';

const token = (special: boolean): Token => ({ text: 'x', id: 0, start: null, end: null, special });
/** Every token once, in any order; each of one of two groups. */
const orders = fc
  .array(fc.boolean(), { maxLength: 30 })
  .chain((groups) =>
    fc
      .shuffledSubarray([...groups.keys()], { minLength: 0 })
      .map((order) => ({ order, groupOf: (i: number) => groups[i], count: groups.length })),
  );

describe('an axis', () => {
  it('finds every token where it put it, and nothing in the gaps', () => {
    fc.assert(
      fc.property(orders, ({ order, groupOf, count }) => {
        const axis = buildAxis(order, groupOf, 10, 6);
        expect(axis.length).toBe(order.length * 10 + gapCount(order, groupOf) * 6);
        for (let i = 0; i < count; i++) {
          const place = placeOf(axis, i);
          expect(place === null).toBe(!order.includes(i));
          if (place === null) continue;
          expect(axis.order[place]).toBe(i);
          const start = axis.starts[place] ?? NaN;
          expect(placeAt(axis, start)).toBe(place);
          expect(placeAt(axis, start + 9.9)).toBe(place);
          expect(placeNear(axis, start)).toBe(place);
        }
        expect(placeAt(axis, -1)).toBe(null);
        expect(placeAt(axis, axis.length)).toBe(null);
        expect(placeNear(axis, -1)).toBe(order.length > 0 ? 0 : null);
        expect(placeNear(axis, 1e6)).toBe(order.length > 0 ? order.length - 1 : null);
      }),
    );
  });

  it('leaves a gap where groups meet', () => {
    const axis = buildAxis([0, 1, 2, 3], (i) => i === 0 || i === 3, 10, 6);
    expect([...axis.starts]).toEqual([0, 16, 26, 42]);
    expect(placeAt(axis, 12)).toBe(null);
    expect(axis.runs).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 3 },
      { from: 3, to: 4 },
    ]);
  });
});

describe('labels', () => {
  it('never touch, and the most important is among them', () => {
    const places = fc.array(fc.record({ gap: fc.nat(20), weight: fc.nat(1000) }), { minLength: 1 });
    fc.assert(
      fc.property(places, (all) => {
        let at = 0;
        const centres = all.map(({ gap }) => (at += gap));
        const weights = all.map(({ weight }) => weight);
        const chosen = thinLabels(centres, weights, 13);
        chosen.slice(1).forEach((place, i) => {
          const before = centres[chosen[i] ?? 0] ?? 0;
          expect((centres[place] ?? 0) - before).toBeGreaterThanOrEqual(13);
        });
        expect(chosen).toContain(weights.indexOf(Math.max(...weights)));
      }),
    );
  });

  it('are all written where there is room', () => {
    expect(thinLabels([0, 13, 26], [1, 1, 1], 13)).toEqual([0, 1, 2]);
  });

  it('are cut between characters, not inside one', () => {
    const measure = (text: string) => [...text].length;
    expect(clipLabel('short', 5, measure)).toBe('short');
    expect(clipLabel('🍮🍮🍮🍮', 3, measure)).toBe('🍮🍮…');
    expect(clipLabel('long', 0, measure)).toBe('…');
  });
});

describe('the colour scale', () => {
  const ramp: Ramp = { zero: [38, 38, 39], positive: [88, 166, 255], negative: [255, 148, 51] };

  it('has its ramp’s colours at zero and at the cap, and stays there beyond', () => {
    const scale = createColourScale(ramp, 0.2);
    expect(scale.rgb(0)).toEqual(ramp.zero);
    expect(scale.rgb(0.2)).toEqual(ramp.positive);
    expect(scale.rgb(-9)).toEqual(ramp.negative);
    expect(scale.packed(0.2)).toBe(0xffffa658);
  });

  it('gets brighter with size on a dark ground', () => {
    const scale = createColourScale(ramp, 1);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.95, noNaN: true }), (value) => {
        expect(luminance(scale.rgb(value + 0.05))).toBeGreaterThan(luminance(scale.rgb(value)));
        expect(luminance(scale.rgb(-value - 0.05))).toBeGreaterThan(luminance(scale.rgb(-value)));
      }),
    );
  });

  it('is capped only by outliers among the text’s own tokens', () => {
    const own = Array.from({ length: 10 }, () => token(false));
    const matrix = new Float64Array(100).fill(0.1);
    expect(capOf(matrix, own, own)).toEqual({ value: 0.1, beyond: 0 });
    matrix[7] = -0.3;
    expect(capOf(matrix, own, own)).toEqual({ value: 0.3, beyond: 0 });
    matrix[7] = -4;
    expect(capOf(matrix, own, own)).toEqual({ value: 1, beyond: 1 });
    const special = [token(true), ...own.slice(1)];
    expect(capOf(matrix, special, own)).toEqual({ value: 0.1, beyond: 1 });
  });

  it('writes on its colours what can be read', () => {
    expect(inkOn([255, 255, 255])).toEqual([0, 0, 0]);
    expect(inkOn([0, 70, 150])).toEqual([255, 255, 255]);
  });
});

describe('the layout', () => {
  const room: Room = {
    width: 600,
    height: 700,
    devicePixelRatio: 1.5,
    rowLabel: 60,
    columnLabel: 60,
    rows: 8,
    columns: 11,
    rowGaps: 2,
    columnGaps: 2,
    zoom: 1,
  };

  it('fits the width, in whole device pixels where cells have lines', () => {
    const counts = fc.integer({ min: 1, max: 200 });
    const ratios = fc.constantFrom(1, 1.25, 1.5, 2);
    fc.assert(
      fc.property(counts, counts, ratios, (rows, columns, devicePixelRatio) => {
        const layout = layOut({ ...room, rows, columns, devicePixelRatio });
        const width = layout.gutter + columns * layout.cellWidth + 2 * layout.gap;
        expect(width).toBeLessThanOrEqual(Math.max(600, layout.gutter + columns * 2 + 20));
        expect(layout.cellWidth).toBeLessThanOrEqual(LARGEST.width);
        const pixels = layout.cellWidth * devicePixelRatio;
        if (layout.cellWidth >= 6) expect(pixels).toBeCloseTo(Math.round(pixels), 9);
      }),
    );
  });

  it('lets 512 columns scroll rather than vanish', () => {
    expect(layOut({ ...room, rows: 512, columns: 512 })).toMatchObject({
      cellWidth: 2,
      cellHeight: 2,
    });
  });

  it('makes rows of narrow cells no higher than a label needs', () => {
    expect(layOut({ ...room, columns: 60 }).cellHeight).toBeLessThanOrEqual(18);
    expect(layOut({ ...room, columns: 5 }).cellHeight).toBeGreaterThan(27);
  });

  it('stands labels up where they do not fit lying', () => {
    expect(layOut({ ...room, columnLabel: 30 }).flatLabels).toBe(true);
    expect(layOut({ ...room, columns: 40 }).flatLabels).toBe(false);
  });
});

describe('grid keys', () => {
  const size = { rows: 20, columns: 5 };
  it.each([
    ['ArrowUp', false, { row: 2, column: 3 }],
    ['ArrowRight', false, { row: 3, column: 4 }],
    ['PageDown', false, { row: 13, column: 3 }],
    ['PageUp', false, { row: 0, column: 3 }],
    ['Home', false, { row: 3, column: 0 }],
    ['End', true, { row: 19, column: 4 }],
    ['Tab', false, null],
  ])('%s (Ctrl %s) moves to %j', (key, control, expected) => {
    expect(moveCell({ row: 3, column: 3 }, size, key, control)).toEqual(expected);
  });
});
