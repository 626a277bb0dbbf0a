/**
 * Every text of the report page that is not part of a report, with its English default; translations
 * arrive as those of ../strings.ts do. Reports themselves are in English, as files made from them are.
 */
export const english = {
  'report.measuring': 'Measuring pair {0} of {1}',
  'report.loading': 'Loading the model',
  'report.cancel': 'Cancel',
  'report.stopped': 'Stopped after {0} of {1}; what was measured is kept.',
  'report.resume': 'Go on',
  'report.retry': 'Try again',
  'report.findings': 'Findings',
  'report.caveats': 'What could mislead',
  'report.definitions': 'Definitions',
  'report.settings': 'Settings',
  'report.sample': '{0} of {1} pairs, {2}',
  'report.seconds': 'made in {0} s, {1}',
  'report.seed': 'seed {0}',
  'report.json': 'Save as JSON',
  'report.csv': 'CSV',
  'report.csv.tip': 'Save this table as CSV',
  'report.columns': 'What the columns mean',
  'report.texts': 'Texts',
  'report.texts.tip': 'Show the pairs of texts behind this row',
  'report.explain': 'Explain',
  'report.explain.tip': 'Explain this pair, token by token',
  'report.copy': 'Copy command',
  'report.copy.tip': 'Copy the command that explains this pair',
  'report.copied': 'Copied',
  'report.more': 'Show all {0} rows',
  'report.moreTexts': '{0} more pairs',
  'report.label': 'label {0}',
  'report.score': 'score {0}',
  'report.line': 'line {0}',
  'report.sort': 'Sort by {0}',
  'report.plotHint': 'Select a point to see its texts.',
} as const;

export type ReportKey = keyof typeof english;

export type TranslateReport = (key: ReportKey, ...args: readonly (string | number)[]) => string;

/** English, overridden by the host's record where it has the key. */
export function createTranslateReport(
  overrides: Readonly<Record<string, unknown>>,
): TranslateReport {
  return (key, ...args) => {
    const own = Object.hasOwn(overrides, key) ? overrides[key] : undefined;
    const template = typeof own === 'string' ? own : english[key];
    return template.replace(/\{(\d+)\}/g, (whole, digits: string) =>
      String(args[Number(digits)] ?? whole),
    );
  };
}
