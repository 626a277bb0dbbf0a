/** Host ⇄ report page. */
import * as v from 'valibot';
import { Index, Text } from './parts.js';
import { Report } from './report.js';

export const HostToReport = v.variant('kind', [
  v.object({ kind: v.literal('report'), report: Report }),
  /** Of the study that runs; total 0: its model is being loaded. */
  v.object({ kind: v.literal('measuring'), title: Text, done: Index, total: Index }),
  /** It was cancelled; what was measured is kept. */
  v.object({ kind: v.literal('stopped'), title: Text, done: Index, total: Index }),
  v.object({ kind: v.literal('failed'), title: Text, message: Text, advice: Text }),
]);
export type HostToReport = v.InferOutput<typeof HostToReport>;

export const ReportToHost = v.variant('kind', [
  v.object({ kind: v.literal('ready') }),
  v.object({ kind: v.literal('cancel') }),
  /** Goes on, or tries again. */
  v.object({ kind: v.literal('resume') }),
  /** Explain a pair of the report's texts, by its position. */
  v.object({ kind: v.literal('explain'), text: Index }),
  v.object({ kind: v.literal('save'), name: Text, content: Text }),
]);
export type ReportToHost = v.InferOutput<typeof ReportToHost>;
