/** Plots of a report by Observable Plot (https://observablehq.com/plot), as SVG in the theme's colours. */
import {
  type Markish,
  type PlotOptions,
  areaY,
  barX,
  dot,
  lineY,
  link,
  plot as draw,
  rectY,
  ruleX,
  ruleY,
} from '@observablehq/plot';
import type { Plot, ReportText } from '../../src/protocol.js';
import { type Mark, barTitle, binned } from './histogram.js';

/** Custom properties of report.css, one a series, again from the first after the last. */
const COLOURS = [1, 2, 3, 4, 5, 6].map((k) => `var(--report-${k})`);

/** @param pick called with the positions of the texts behind a mark that was clicked */
export function drawPlot(
  plot: Plot,
  texts: readonly ReportText[],
  pick: (positions: readonly number[]) => void,
): SVGElement {
  const names = plot.series.map(({ name }) => name);
  const marks: Mark[] = plot.series.flatMap(({ name, points }) =>
    points.map((point) => ({ ...point, series: name })),
  );
  const title = (mark: Mark) => titleOf(mark, plot, texts);
  const options: PlotOptions = {
    className: 'plot',
    width: 760,
    color: {
      type: 'ordinal',
      domain: names,
      range: names.map((_, i) => COLOURS[i % COLOURS.length] ?? ''),
    },
    ...optionsOf(plot, marks, names, title),
  };
  const drawing = draw(options);
  // Its rules are in report.css: the content security policy refuses style elements.
  drawing.querySelectorAll('style').forEach((style) => style.remove());
  // The drawing is one picture with a name; names of its parts would be told to nobody.
  for (const part of drawing.querySelectorAll('g[aria-label]')) {
    part.setAttribute('data-mark', part.getAttribute('aria-label') ?? '');
    part.removeAttribute('aria-label');
  }
  followClicks(drawing, plot, marks, pick);
  return drawing as SVGElement;
}

function optionsOf(
  plot: Plot,
  marks: readonly Mark[],
  names: readonly string[],
  title: (mark: Mark) => string,
): PlotOptions {
  const x = { label: plot.x.label, ...(plot.x.log ? logScale(marks.map((mark) => mark.x)) : {}) };
  const y = { label: plot.y.label, ...(plot.y.log ? logScale(marks.map((mark) => mark.y)) : {}) };
  const whiskers = marks.filter(
    ({ low, high }) => typeof low === 'number' && typeof high === 'number',
  );
  switch (plot.kind) {
    case 'bars': {
      // Categories run down the page, where their names have room; series stand below each other.
      const many = names.length > 1;
      const place = many ? { y: 'series', fy: 'x' } : { y: 'x' };
      const categories = [...new Set(marks.map((mark) => String(mark.x)))];
      return {
        marginLeft: Math.min(300, 24 + 6.2 * Math.max(...categories.map(({ length }) => length))),
        height: 50 + marks.length * 20 + (many ? categories.length * 8 : 0),
        x: { label: plot.y.label, grid: true },
        y: { label: null, axis: many ? null : 'left', domain: many ? [...names] : categories },
        fy: { label: null, domain: categories, axis: 'left' },
        marks: [
          barX(marks, { ...place, x: 'y', fill: 'series', title }),
          ruleY(whiskers, { ...place, x1: 'low', x2: 'high', stroke: 'currentColor' }),
          ruleX([0]),
        ],
      };
    }
    case 'dots':
      return {
        height: 420,
        grid: true,
        x,
        y,
        marks: [
          ...diagonal(plot, marks),
          dot(marks, { x: 'x', y: 'y', stroke: 'series', r: 3, title }),
        ],
      };
    case 'lines':
      return {
        height: 360,
        marginLeft: 60,
        grid: true,
        x: { ...x, ...(plot.x.log ? {} : wholeTicks(marks)) },
        y,
        marks: [
          ...diagonal(plot, marks),
          areaY(
            whiskers.filter((mark) => !plot.y.log || (mark.low ?? 0) > 0),
            {
              ...{ x: 'x', y1: 'low', y2: 'high', fill: 'series', fillOpacity: 0.15 },
            },
          ),
          lineY(marks, { x: 'x', y: 'y', stroke: 'series' }),
          dot(marks, { x: 'x', y: 'y', fill: 'series', r: 3, title }),
        ],
      };
    case 'histogram': {
      const bars = binned(marks);
      return {
        height: 60 + 110 * names.length,
        x,
        y: { ...y, grid: true },
        fy: { axis: null, domain: [...names] },
        marks: [
          rectY(bars, {
            ...{ x1: 'from', x2: 'to', y: 'count', fill: 'series', insetLeft: 1, title: barTitle },
            ...(names.length > 1 ? { fy: 'series' } : {}),
          }),
          ruleY([0]),
        ],
      };
    }
  }
}

/** Small numbers as tables have them, 1e-3, not as 1m. */
const logScale = (values: readonly unknown[]) => ({
  type: 'log' as const,
  ...(values.some((value) => Number(value) < 0.1) ? { tickFormat: '~e' } : {}),
});

/** A tick at each of a few whole numbers, such as layers, between which there is nothing. */
function wholeTicks(marks: readonly Mark[]): { ticks: number[]; tickFormat: 'd' } | undefined {
  const values = [...new Set(marks.map(({ x }) => x))];
  const whole = values.filter((x): x is number => Number.isInteger(x));
  if (whole.length < values.length || whole.length > 12) return undefined;
  return { ticks: whole, tickFormat: 'd' };
}

/** y = x, as far as the points reach both ways. */
function diagonal(plot: Plot, marks: readonly Mark[]): Markish[] {
  if (plot.diagonal !== true) return [];
  const xs = marks.flatMap(({ x }) => (typeof x === 'number' ? [x] : []));
  const ends = [Math.min(...xs), Math.max(...xs)];
  const line = [{ from: ends[0], to: ends[1] }];
  return [
    link(line, {
      ...{ x1: 'from', y1: 'from', x2: 'to', y2: 'to' },
      ...{ stroke: 'currentColor', strokeOpacity: 0.5, strokeDasharray: '4 3' },
    }),
  ];
}

function titleOf(
  { series, x, y, low, high, n, text }: Mark,
  plot: Plot,
  texts: readonly ReportText[],
) {
  const number = (value: number) =>
    Math.abs(value) < 1e-3 && value !== 0 ? value.toExponential(1) : value.toFixed(3);
  const behind = text === undefined ? undefined : texts[text];
  return [
    plot.series.length > 1 ? series : '',
    `${plot.x.label}: ${typeof x === 'number' ? number(x) : x}`,
    `${plot.y.label}: ${number(y)}`,
    typeof low === 'number' && typeof high === 'number'
      ? `95 %: ${number(low)} to ${number(high)}`
      : '',
    n === undefined ? '' : `n = ${n}`,
    ...(behind ? [short(behind.a), short(behind.b)] : []),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

const short = (text: string) => (text.length > 90 ? `${text.slice(0, 89)}…` : text);

/** Marks know their position in the data (d3 binds it), and so the texts that they stand for. */
function followClicks(
  drawing: Element,
  plot: Plot,
  marks: readonly Mark[],
  pick: (positions: readonly number[]) => void,
): void {
  const kind = { bars: 'bar', dots: 'dot', lines: 'dot', histogram: 'rect' }[plot.kind];
  const bars = plot.kind === 'histogram' ? binned(marks) : [];
  for (const element of drawing.querySelectorAll(`[data-mark="${kind}"] > *`)) {
    const { __data__: position } = element as { __data__?: unknown };
    if (typeof position !== 'number') continue;
    const { text } = marks[position] ?? {};
    const behind =
      plot.kind === 'histogram' ? (bars[position]?.texts ?? []) : text === undefined ? [] : [text];
    if (behind.length === 0) continue;
    element.classList.add('selectable');
    element.addEventListener('click', () => pick(behind));
  }
}
