/** Draws curves of time against tokens, both axes logarithmic, for light and dark pages. */

export interface Series {
  readonly name: string;
  /** From few tokens to many. */
  readonly points: readonly { readonly tokens: number; readonly seconds: number }[];
}

/** Text, lines and curves of a page's colour scheme; every one readable on `page`. */
export const SCHEMES = {
  light: {
    page: '#ffffff',
    text: '#24292f',
    grid: '#d0d7de',
    curves: ['#0550ae', '#a40e26', '#116329', '#6e4600'],
  },
  dark: {
    page: '#0d1117',
    text: '#e6edf3',
    grid: '#30363d',
    curves: ['#79c0ff', '#ff9492', '#7ee787', '#e3b341'],
  },
} as const;

const [WIDTH, HEIGHT] = [760, 440];
const PLOT = { left: 64, right: 590, top: 44, bottom: 384 };
const LABEL_HEIGHT = 16;

/** Tokens that get a tick. */
const TOKENS = [10, 25, 50, 100, 175, 250];

/** @param series at most as many as there are colours, each with a point */
export function growthSvg(series: readonly Series[]): string {
  const all = series.flatMap(({ points }) => points);
  const seconds = all.map((point) => point.seconds);
  const [low, high] = [
    decade(Math.min(...seconds), 'below'),
    decade(Math.max(...seconds), 'above'),
  ];
  const [least, most] = [TOKENS[0] ?? 1, TOKENS.at(-1) ?? 1];
  const x = (tokens: number) => scale(tokens, least, most, PLOT.left, PLOT.right);
  const y = (value: number) => scale(value, low, high, PLOT.bottom, PLOT.top);
  const labels = spread(series.map(({ points }) => y(points.at(-1)?.seconds ?? low)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title">`,
    '<title id="title">Time of an explanation against the number of tokens</title>',
    `<style>${style(series.length)}</style>`,
    `<rect class="page" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    text(PLOT.left, 24, 'Seconds at the middle layer against tokens n, both axes logarithmic'),
    ...decades(low, high).flatMap((value) => [
      line([PLOT.left, y(value)], [PLOT.right, y(value)]),
      text(PLOT.left - 8, y(value) + 4, secondsLabel(value), 'end'),
    ]),
    ...TOKENS.flatMap((tokens) => [
      line([x(tokens), PLOT.top], [x(tokens), PLOT.bottom]),
      text(x(tokens), PLOT.bottom + 20, String(tokens), 'middle'),
    ]),
    text((PLOT.left + PLOT.right) / 2, HEIGHT - 14, 'n', 'middle'),
    ...series.flatMap(({ name, points }, i) => [
      `<polyline class="curve c${i}" points="${points
        .map((point) => `${round(x(point.tokens))},${round(y(point.seconds))}`)
        .join(' ')}"/>`,
      ...points.map(
        (point) =>
          `<circle class="dot d${i}" cx="${round(x(point.tokens))}" cy="${round(y(point.seconds))}" r="3.5"/>`,
      ),
      text(PLOT.right + 12, (labels[i] ?? 0) + 4, name, 'start', `t${i}`),
    ]),
    '</svg>',
    '',
  ].join('\n');
}

/** Both schemes; the page's ground is drawn too, so that text never lands on a stranger's. */
function style(count: number): string {
  const rules = ({ page, text: ink, grid, curves }: (typeof SCHEMES)['light' | 'dark']) =>
    [
      `.page{fill:${page}}`,
      `text{fill:${ink}}`,
      `.grid{stroke:${grid}}`,
      ...curves.slice(0, count).map((colour, i) => {
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

function scale(value: number, low: number, high: number, from: number, to: number): number {
  return from + ((to - from) * Math.log(value / low)) / Math.log(high / low);
}

function decade(value: number, side: 'below' | 'above'): number {
  const power = Math.log10(value);
  return 10 ** (side === 'below' ? Math.floor(power) : Math.ceil(power));
}

function decades(low: number, high: number): readonly number[] {
  const count = Math.round(Math.log10(high / low)) + 1;
  return Array.from({ length: count }, (_, i) => low * 10 ** i);
}

/** Heights of labels, moved apart where they would overlap. */
export function spread(heights: readonly number[]): readonly number[] {
  const order = heights.map((_, i) => i).sort((i, j) => (heights[i] ?? 0) - (heights[j] ?? 0));
  const moved = [...heights];
  for (const [rank, i] of order.entries()) {
    const above = moved[order[rank - 1] ?? -1];
    if (above !== undefined) moved[i] = Math.max(moved[i] ?? 0, above + LABEL_HEIGHT);
  }
  return moved;
}

const secondsLabel = (seconds: number): string =>
  seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Math.round(seconds)} s`;

function line([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): string {
  return `<line class="grid" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

function text(
  x: number,
  y: number,
  content: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  colour?: string,
): string {
  const kind = colour === undefined ? '' : ` class="${colour}"`;
  return `<text${kind} x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${content}</text>`;
}

const round = (value: number): string => value.toFixed(1);
