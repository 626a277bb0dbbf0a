/** Parts of reports that many studies share. */
import type {
  Cell,
  Column,
  Figure,
  PlotPoint,
  Report,
  ReportText,
  Table,
  TableRow,
} from '../protocol.js';
import type { Pair } from './input/pairFile.js';
import type { Measured } from './measureAll.js';
import { SPREAD } from './statistics/describe.js';
import type { Findings, StudyContext } from './study.js';

/** A column of figures, with what they are. */
export const measured = (title: string, definition: string): Column => {
  return { title, definition, kind: 'number' };
};
export const share = (title: string, definition: string): Column => {
  return { title, definition, kind: 'share' };
};
export const count = (title: string, definition: string): Column => {
  return { title, definition, kind: 'count' };
};
export const name = (title: string): Column => ({ title, kind: 'text' });

export const row = (cells: Cell[], texts: readonly number[] = []): TableRow => {
  return { cells, texts: [...texts] };
};

export function table(
  id: string,
  title: string,
  caption: string,
  columns: Column[],
  rows: TableRow[],
): Table {
  return { id, title, caption, columns, rows };
}

/** What one half of a study in two halves found, beside the items that it is drawn from. */
export interface ReportPart<Item, Value> extends Pick<
  Findings,
  'findings' | 'caveats' | 'definitions' | 'tables' | 'plots' | 'figures'
> {
  readonly found: readonly Measured<Item, Value>[];
}

/**
 * A figure as the only point of a plot, with its interval; none where it is not defined.
 * @param text position of the pair that the point stands for
 */
export function plotted(
  x: PlotPoint['x'] | undefined,
  figure: Figure | null,
  text?: number,
): PlotPoint[] {
  if (x === undefined || !figure) return [];
  const { value: y, low, high, n } = figure;
  return [{ x, y, low, high, n, ...(text === undefined ? {} : { text }) }];
}

export const textOf = ({ a, b, label, line }: Pair, score: number | null): ReportText => {
  return { a, b, label, score, line };
};

/** Terms that every report explains. */
export const DEFINITIONS = {
  spread: { name: 'n, sd, 95 % interval', text: SPREAD },
  score: {
    name: 'score',
    text: 'f(a,b) = e(a)·e(b) / (|e(a)||e(b)|), the cosine of the two embeddings.',
  },
  attribution: {
    name: 'attribution of a token pair',
    text:
      'A_ij = u_i·v_j / (|e(a)||e(b)|). u_i = ∫₀¹ J(r + α(x − r))[:, i] (x − r)_i dα is the ' +
      'contribution of token i to the embedding, integrated at the input of the layer from the ' +
      'reference r to the text x (integrated Jacobians; Möller, Nikolaev & Padó 2023, 2024).',
  },
  ledger: {
    name: 'ledger',
    text:
      'score = constant + onlyA + onlyB + pairs + residual, where r_a and r_b are the references: ' +
      'constant = e(r_a)·e(r_b), onlyA = (e(a) − e(r_a))·e(r_b), onlyB = e(r_a)·(e(b) − e(r_b)), ' +
      'each divided by |e(a)||e(b)|; pairs = Σ A_ij; residual is the error of the quadrature.',
  },
} as const satisfies Record<string, Report['definitions'][number]>;

/** What the numbers depend on. */
export function settingsOf(
  { options, model }: Pick<StudyContext, 'options' | 'model'>,
  more: Report['settings'] = [],
): Report['settings'] {
  const { layer, reference, tolerance, prefixA, prefixB, pooling, maxTokens } = options;
  const { explainer } = model;
  const last = explainer.encoder.layers.length - 1;
  return [
    { name: 'layer', text: `${explainer.layer(layer)} of 0–${last}` },
    { name: 'reference', text: typeof reference === 'object' ? `id:${reference.id}` : reference },
    { name: 'tolerance', text: String(tolerance) },
    ...(pooling === undefined ? [] : [{ name: 'pooling', text: pooling }]),
    ...(prefixA === undefined ? [] : [{ name: 'prefix of the first text', text: prefixA }]),
    ...(prefixB === undefined ? [] : [{ name: 'prefix of the second text', text: prefixB }]),
    ...(maxTokens === undefined || maxTokens === 0
      ? []
      : [{ name: 'tokens read at most', text: String(maxTokens) }]),
    ...more,
  ];
}

/** "0.123 (95 % interval 0.100 to 0.150, n = 40)", for sentences. */
export function inWords(figure: Figure | null, digits = 3): string {
  if (!figure) return 'not defined';
  const { value, low, high, n } = figure;
  const interval =
    low === null || high === null
      ? ''
      : `95 % interval ${low.toFixed(digits)} to ${high.toFixed(digits)}, `;
  return `${value.toFixed(digits)} (${interval}n = ${n})`;
}

/** The same as a percentage. */
export function shareInWords(figure: Figure | null, digits = 0): string {
  if (!figure) return 'not defined';
  const percent = (value: number) => (100 * value).toFixed(digits);
  const { value, low, high, n } = figure;
  const interval =
    low === null || high === null ? '' : `95 % interval ${percent(low)} to ${percent(high)} %, `;
  return `${percent(value)} % (${interval}n = ${n})`;
}

/** Notes on texts that were cut off. */
export function unreadNotes(unread: readonly number[]): string[] {
  const cut = unread.filter((tokens) => tokens > 0).length;
  return cut === 0
    ? []
    : [`${cut} of ${unread.length} pairs have a text that the model did not read whole.`];
}
