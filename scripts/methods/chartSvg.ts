/** Points or curves on two linear or logarithmic axes, for light and dark pages. */
import { SCHEMES, spread } from '../bench/growthSvg.js';

export interface Axis {
  readonly label: string;
  readonly ticks: readonly number[];
  readonly log?: boolean;
}

export interface ChartSeries {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Joined by lines. */
  readonly joined?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly ChartSeries[];
}

const [WIDTH, HEIGHT] = [760, 400];
const PLOT = { left: 64, right: 570, top: 44, bottom: 340 };

/** @param chart at most twice as many series as there are colours, each with a point. */
export function chartSvg({ title, x, y, series }: Chart): string {
  const place = (axis: Axis, value: number, from: number, to: number) => {
    const at = axis.log === true ? Math.log : Number;
    const [low, high] = [axis.ticks[0] ?? 0, axis.ticks.at(-1) ?? 1].map(at);
    return from + ((to - from) * (at(value) - (low ?? 0))) / ((high ?? 1) - (low ?? 0));
  };
  const px = (value: number) => place(x, value, PLOT.left, PLOT.right);
  const py = (value: number) => place(y, value, PLOT.bottom, PLOT.top);
  const ends = spread(series.map(({ points }) => py(points.at(-1)?.y ?? 0)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(title)}</title>`,
    `<style>${style(series.length)}</style>`,
    `<rect class="page" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    text(PLOT.left, 24, title),
    ...y.ticks.flatMap((tick) => [
      line([PLOT.left, py(tick)], [PLOT.right, py(tick)]),
      text(PLOT.left - 8, py(tick) + 4, String(tick), 'end'),
    ]),
    ...x.ticks.flatMap((tick) => [
      line([px(tick), PLOT.top], [px(tick), PLOT.bottom]),
      text(px(tick), PLOT.bottom + 20, String(tick), 'middle'),
    ]),
    text((PLOT.left + PLOT.right) / 2, HEIGHT - 14, x.label, 'middle'),
    text(PLOT.right + 12, 24, y.label),
    ...series.flatMap(({ name, points, joined }, i) => [
      ...(joined === true
        ? [
            `<polyline class="curve c${i}" points="${points
              .map((point) => `${round(px(point.x))},${round(py(point.y))}`)
              .join(' ')}"/>`,
          ]
        : []),
      ...points.map((point) => mark(i, px(point.x), py(point.y))),
      mark(i, PLOT.right + 16, ends[i] ?? 0),
      text(PLOT.right + 28, (ends[i] ?? 0) + 4, name, 'start', `t${i}`),
    ]),
    '</svg>',
    '',
  ].join('\n');
}

/** A disc; where the colours begin again, a hollow square. */
function mark(series: number, x: number, y: number): string {
  if (series < SCHEMES.light.curves.length) {
    return `<circle class="d${series}" cx="${round(x)}" cy="${round(y)}" r="4"/>`;
  }
  return `<rect class="curve c${series}" x="${round(x - 4)}" y="${round(y - 4)}" width="8" height="8"/>`;
}

/** Both schemes; the page's ground is drawn too, so that text never lands on a stranger's. */
export function style(count: number): string {
  const rules = ({ page, text: ink, grid, curves }: (typeof SCHEMES)['light' | 'dark']) =>
    [
      `.page{fill:${page}}`,
      `text{fill:${ink}}`,
      `.grid{stroke:${grid}}`,
      ...Array.from({ length: count }, (_, i) => {
        const colour = curves[i % curves.length] ?? ink;
        return `.c${i}{stroke:${colour}}.d${i},.t${i}{fill:${colour}}`;
      }),
    ].join('');
  return [
    'text{font:13px system-ui,sans-serif}',
    '.curve{fill:none;stroke-width:2}',
    rules(SCHEMES.light),
    `@media (prefers-color-scheme:dark){${rules(SCHEMES.dark)}}`,
  ].join('');
}

export function line(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
): string {
  return `<line class="grid" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

export function text(
  x: number,
  y: number,
  content: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  kind?: string,
): string {
  const mark = kind === undefined ? '' : ` class="${kind}"`;
  return `<text${mark} x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

export const round = (value: number): string => value.toFixed(1);

const escaped = (content: string) =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
