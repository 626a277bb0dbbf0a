/** What a study ends with: tables and plots as data, drawn by the report page and the terminal. */
import * as v from 'valibot';
import { Finite, Index, Text } from './parts.js';

/** A number that stands for a sample. */
export const Figure = v.object({
  value: Finite,
  /** Size of the sample. */
  n: Index,
  /** Standard deviation of the sample; null where it has none to speak of. */
  sd: v.nullable(Finite),
  /** 95 % interval of the value, by bootstrap; null where the sample is too small. */
  low: v.nullable(Finite),
  high: v.nullable(Finite),
});
export type Figure = v.InferOutput<typeof Figure>;

export const Cell = v.union([v.null(), Text, Finite, Figure]);
export type Cell = v.InferOutput<typeof Cell>;

export const Column = v.object({
  title: Text,
  /** What stands below it and how it was computed; required of everything that was measured. */
  definition: v.optional(Text),
  kind: v.picklist(['text', 'number', 'share', 'count']),
});
export type Column = v.InferOutput<typeof Column>;

export const TableRow = v.object({
  cells: v.array(Cell),
  /** Positions in `texts` of the pairs behind the row, the most telling first. */
  texts: v.array(Index),
});
export type TableRow = v.InferOutput<typeof TableRow>;

export const Table = v.pipe(
  v.object({
    /** Unique within the report; the name of its CSV file. */
    id: Text,
    title: Text,
    caption: Text,
    columns: v.array(Column),
    rows: v.array(TableRow),
  }),
  v.check(
    ({ columns, rows }) => rows.every(({ cells }) => cells.length === columns.length),
    'expected a cell for each column',
  ),
);
export type Table = v.InferOutput<typeof Table>;

export const PlotPoint = v.object({
  x: v.union([Finite, Text]),
  y: Finite,
  low: v.optional(v.nullable(Finite)),
  high: v.optional(v.nullable(Finite)),
  n: v.optional(Index),
  /** Position in `texts` of the pair that the point stands for. */
  text: v.optional(Index),
});
export type PlotPoint = v.InferOutput<typeof PlotPoint>;

const Axis = v.object({ label: Text, log: v.optional(v.boolean()) });

export const Plot = v.object({
  id: Text,
  title: Text,
  /** What is drawn, with sample size and the meaning of bars and bands. */
  caption: Text,
  /** bars: categories · dots: scatter · lines: joined points, band where there are bounds · histogram: x are values. */
  kind: v.picklist(['bars', 'dots', 'lines', 'histogram']),
  x: Axis,
  y: Axis,
  series: v.array(v.object({ name: Text, points: v.array(PlotPoint) })),
  /** Draw the line y = x. */
  diagonal: v.optional(v.boolean()),
});
export type Plot = v.InferOutput<typeof Plot>;

/** A pair of texts that figures stand on. */
export const ReportText = v.object({
  a: Text,
  b: Text,
  label: v.nullable(v.union([Finite, Text])),
  score: v.nullable(Finite),
  /** In its file; null: bundled. */
  line: v.nullable(Index),
});
export type ReportText = v.InferOutput<typeof ReportText>;

const Entry = v.object({ name: Text, text: Text });

export const Report = v.object({
  format: v.literal('hitlight-report/1'),
  study: Text,
  title: Text,
  question: Text,
  models: v.array(Text),
  settings: v.array(Entry),
  sample: v.object({
    /** Where the pairs come from. */
    source: Text,
    /** Pairs measured. */
    pairs: Index,
    /** Pairs that the source holds. */
    available: Index,
    /** What a reader must know of the sample: texts that were cut off, how it was drawn. */
    notes: v.array(Text),
  }),
  /** What was found, in sentences with their figures. */
  findings: v.array(Text),
  /** What could mislead. */
  caveats: v.array(Text),
  definitions: v.array(Entry),
  tables: v.array(Table),
  plots: v.array(Plot),
  texts: v.array(ReportText),
  /** The study's main figures under names of its own, as programs read them. */
  figures: v.record(v.string(), v.unknown()),
  seed: Index,
  seconds: Finite,
  /** ISO 8601. */
  created: Text,
});
export type Report = v.InferOutput<typeof Report>;
