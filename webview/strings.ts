/**
 * Every text of the panel, with its English default. The host passes translations under the same
 * keys in `<script type="application/json" id="strings">`; what it leaves out stays English.
 * `{0}`, `{1}` … are placeholders; `.one`/`.other` are chosen by the number's plural form.
 */
export const english = {
  'panel.title': 'Similarity explained',
  'panel.refresh': 'Explain again',
  'panel.refresh.tip': 'Explain the same two places again with their present text',
  'panel.cancel': 'Cancel',
  'panel.retry': 'Try again',
  'panel.continue': 'Continue',
  'panel.failed': 'Not explained',
  'panel.failed.kept': 'Below is the previous explanation.',
  'panel.failed.partial': 'Below is what was found before.',

  'stage.windows': 'scoring windows',
  'stage.marginals': 'pairs follow, error ≤ {0}',
  'stage.refining': 'refining, error ≤ {0}',
  'stage.stopped': 'stopped, error ≤ {0}',
  'stage.tip':
    'The largest error that the known sums reveal: of the score, of any row and of any column.',
  'stopped.windows': 'Stopped. Windows were scored, but none was explained.',
  'stopped.totals': 'Stopped. Totals are exact to {0}; token pairs were not computed.',
  'stopped.pairs': 'Stopped. The largest error of the token pairs is {0}.',

  'announce.totals': 'Similarity {0}. Token totals are shown; token pairs follow.',
  'announce.pairs': 'Token pairs are shown.',
  'announce.all': 'Similarity {0}. Token pairs are shown.',

  'level.title': 'Level',
  'level.tip': 'Which units are paired; values are added up. Keys: [ for finer, ] for coarser.',
  'level.auto': 'Fit',
  'level.auto.tip': 'Choose the finest level at which both texts fit on the screen',
  'level.both': '{0} · {1}',
  'level.announce': 'Level: {0}',
  'level.code.token': 'tokens',
  'level.code.word': 'words',
  'level.code.part': 'parts of names',
  'level.code.identifier': 'names',
  'level.code.statement': 'statements',
  'level.code.line': 'lines',
  'level.code.symbol': 'symbols',
  'level.prose.token': 'tokens',
  'level.prose.word': 'words',
  'level.prose.part': 'words',
  'level.prose.identifier': 'words',
  'level.prose.statement': 'clauses',
  'level.prose.line': 'sentences',
  'level.prose.symbol': 'paragraphs',

  'empty.title': 'Nothing explained yet',
  'empty.lead': 'See which words make a semantic-search score.',
  'empty.step.select':
    'Select the first text, then hold Alt and select the second. They may also be in two files: right-click the first and choose “Mark as First Text”.',
  'empty.step.run': 'Run {0} from the Command Palette.',
  'empty.command': 'Hitlight: Explain Similarity',
  'empty.step.read':
    'The highlights in the editors and this panel then show what each pair of words adds to the score.',

  'header.score': 'similarity',
  'header.reason.one': 'Mainly {0} {1}.',
  'header.reason.more': 'Mainly {0} {1}, then {2} {3}.',
  'header.reason.against': 'Strongest against it: {0} {1}.',
  'header.reason.none': 'No pair of tokens stands out.',
  'header.reason.flat': 'No pair of tokens contributes anything.',
  'header.totals': 'Strongest tokens: {0} {1} in text A, {2} {3} in text B.',
  'header.details': 'How it was computed',
  'header.model': 'model',
  'header.layer': 'layer',
  'header.layer.value': '{0} of {1}',
  'header.layer.tip':
    'The path starts at the input of this encoder layer; 0 is the embedding output.',
  'header.reference': 'reference',
  'header.reference.tip':
    'Every token is compared with a text of the same length made of this token only.',
  'header.evaluations': 'evaluations',
  'header.evaluations.tip': 'Points on the paths at which the encoder was differentiated.',
  'header.time': 'time',
  'header.level': 'level',
  'header.level.token': 'token',
  'header.level.word': 'word',
  'header.level.line': 'line',
  'header.level.sentence': 'sentence',
  'header.original': 'weights',
  'header.original.value': '{0} weights, float activations; the file itself scores {1}',
  'header.original.tip':
    'The model file is quantised. What is explained is the float network with the file’s own weights, which can be differentiated; the file itself rounds while it computes, so its score differs a little.',
  'header.provider': 'runs on',
  'header.provider.fallback': '{0}, not {1}',
  'header.provider.tip': 'The setting hitlight.executionProvider says what runs the model.',

  'ledger.title': 'How the score adds up',
  'ledger.term': 'Term',
  'ledger.value': 'Value',
  'ledger.chart': 'Running sum',
  'ledger.constant': 'Constant',
  'ledger.constant.why':
    'The similarity of the two reference texts themselves. It would be the same for any texts of these lengths.',
  'ledger.onlyA': 'Only A',
  'ledger.onlyA.why':
    'What text A alone changes, measured against the reference of B. It says nothing about how the two match.',
  'ledger.onlyB': 'Only B',
  'ledger.onlyB.why':
    'What text B alone changes, measured against the reference of A. It says nothing about how the two match.',
  'ledger.pairs': 'Pairs',
  'ledger.pairs.why':
    'The sum of all token pairs: the part of the score that the matrix below takes apart.',
  'ledger.residual': 'Residual',
  'ledger.residual.why':
    'The error of the numerical integration. It is what is missing for the terms to add up exactly.',
  'ledger.score': 'Score',
  'ledger.score.why': 'The sum of the terms above: the similarity the model itself gives.',
  'ledger.summary':
    'Token pairs make {0} of the score {1}; the three reference terms together {2}; the residual is {3}.',
  'ledger.split': 'Of the pairs, those of the same word make {0} and matches of meaning {1}.',
  'ledger.warning': 'Warning',
  'ledger.warning.residual':
    'The residual {0} is over the tolerance {1}: entries of about that size are not to be trusted. Ask for more accuracy.',
  'ledger.warning.row':
    'A row or column of the pairs is off by {0}, over the tolerance {1}: entries of about that size are not to be trusted. Ask for more accuracy.',
  'ledger.warning.gap':
    'The reference terms make {0}, so the pairs add up to {1} rather than to the score {2}. Read a pair’s value relative to the other pairs, not as a part of the score; a more neutral reference token narrows the gap.',

  'text.a': 'Text A',
  'text.b': 'Text B',
  'text.tokens.one': '{0} token',
  'text.tokens.other': '{0} tokens',
  'text.stale': 'edited since',
  'text.stale.tip':
    'The text was edited after it was explained. Explain again to bring it up to date.',
  'text.scale': 'Colour: what a token adds to the score, with all of the other text',
  'text.special': 'Not part of the text',
  'text.unread.one': '{0} token not read',
  'text.unread.other': '{0} tokens not read',
  'text.unread.tip': 'The text is longer than the model reads. The shaded part had no influence.',
  'text.unread.more.one': '… and {0} more character',
  'text.unread.more.other': '… and {0} more characters',
  'text.outside.tip':
    'Not part of the window that is explained. Choose another window above to see it explained.',
  'text.outside.before.one': '{0} more character …',
  'text.outside.before.other': '{0} more characters …',
  'text.token.label': '{0}, {1}',
  'text.token.shared': 'another token of the same characters',
  'text.partners': 'Strongest partners: {0}',
  'text.partners.none': 'No partner stands out',

  'windows.title.a': 'Windows of text A',
  'windows.title.b': 'Windows of text B',
  'windows.count.one': '{0} window',
  'windows.count.other': '{0} windows',
  'windows.note':
    'The text is longer than the model reads at once. It was cut into overlapping windows, and each was encoded as a text of its own. The one that matches best is explained; choose another to see that one.',
  'windows.badge': 'window {0} of {1}',
  'windows.number': 'No.',
  'windows.begins': 'Begins with',
  'windows.place': 'Place',
  'windows.place.value': 'from {0} to {1} of the text',
  'windows.score': 'Score',
  'windows.explain': 'Explain window {0}: {1}',
  'windows.shown': 'Window {0}, explained below: {1}',

  'matrix.title': 'Token pairs',
  'matrix.title.level': 'Pairs of {0}',
  'matrix.label': 'Token pairs: rows are text A, columns are text B',
  'matrix.axes': 'rows: text A, columns: text B',
  'matrix.help':
    'Arrow keys move, with Shift they select a block. Space selects the cell, Shift+Space its row, Control+Space its column. Enter goes to both tokens in their editors, Z shows only what is selected one level finer, plus and minus zoom, Escape clears the selection.',
  'matrix.special': 'Special tokens',
  'matrix.special.tip': 'Show tokens that the tokenizer added, such as [CLS] and [SEP]',
  'matrix.empty': 'There are no token pairs to show.',
  'matrix.computing': 'Token pairs are being computed.',
  'matrix.notComputed': 'Token pairs were not computed.',
  'matrix.cell': '{0} with {1}: {2}, {3}',
  'matrix.cell.unknown': '{0} with {1}: not known',
  'matrix.cell.same': '{0}, same word',
  'matrix.share': '{0} of all pairs',
  'matrix.legend': 'Colour scale from {0} to {1}',
  'matrix.legend.capped.one': '{0} pair beyond the scale, marked at its corner',
  'matrix.legend.capped.other': '{0} pairs beyond the scale, marked at their corner',
  'matrix.legend.same': 'same word',
  'matrix.zoomIn': 'Zoom in',
  'matrix.zoomOut': 'Zoom out',
  'matrix.zoomFit': 'Fit to width',

  'matrix.filteredOut': 'No pair passes the filter.',

  'filter.title': 'Pairs to show, and their order',
  'filter.top': 'Show',
  'filter.top.all': 'all pairs',
  'filter.top.some': 'the {0} strongest',
  'filter.sign': 'Sign',
  'filter.sign.all': 'for and against',
  'filter.sign.for': 'for the score',
  'filter.sign.against': 'against it',
  'filter.kind': 'Match',
  'filter.kind.all': 'any',
  'filter.kind.same': 'same word',
  'filter.kind.meaning': 'meaning',
  'filter.least': 'At least, of the largest',
  'filter.count': '{0} of {1} pairs: {2}, {3} of all',
  'filter.clear': 'Show all',
  'order.title': 'Order',
  'order.text': 'as in the texts',
  'order.strength': 'strongest first',

  'selection.text': 'Selected: {0} × {1}, together {2}, {3} of all pairs.',
  'selection.none': 'Nothing is selected.',
  'selection.clear': 'Clear selection',
  'selection.zoom': 'Zoom in',
  'selection.zoom.tip': 'Show the selection only, one level finer',
  'focus.text': 'Only a part of the texts is shown.',
  'focus.leave': 'Show all of it',

  'pairs.title': 'Strongest pairs',
  'pairs.title.selected': 'Strongest pairs of the selection',
  'pairs.a': 'Text A',
  'pairs.b': 'Text B',
  'pairs.value': 'Value',
  'pairs.share': 'Share',
  'pairs.same': 'same word',
  'pairs.same.note': '= marks pairs of the same word; the others match by meaning.',
  'pairs.share.note':
    'Share: the size of a pair’s value as part of the sizes of all pairs added up, positive or negative.',
  'pairs.reveal': 'Go to {0} in its editor',
  'pairs.more': 'Show more',
  'pairs.none': 'No pair contributes.',
} as const;

export type StringKey = keyof typeof english;

/** Keys that exist as `<key>.one` and `<key>.other`. */
export type CountKey = {
  [K in StringKey]: K extends `${infer Base}.other`
    ? `${Base}.one` extends StringKey
      ? Base
      : never
    : never;
}[StringKey];

export interface Translate {
  (key: StringKey, ...args: readonly string[]): string;
  /** The plural form for `count`, with `shown` (the formatted count) as `{0}`. */
  count(key: CountKey, count: number, shown: string): string;
}

const fill = (template: string, args: readonly string[]): string =>
  template.replace(/\{(\d+)\}/g, (whole, digits: string) => args[Number(digits)] ?? whole);

/** The panel's texts: English, overridden by the host's record where it has the key. */
export function createTranslate(
  overrides: Readonly<Record<string, unknown>>,
  locale: string,
): Translate {
  const plural = new Intl.PluralRules(locale);
  const lookup = (key: StringKey): string => {
    const own = Object.hasOwn(overrides, key) ? overrides[key] : undefined;
    return typeof own === 'string' ? own : english[key];
  };
  const translate = (key: StringKey, ...args: readonly string[]) => fill(lookup(key), args);
  return Object.assign(translate, {
    count: (key: CountKey, count: number, shown: string) => {
      const form = plural.select(count) === 'one' ? 'one' : 'other';
      return translate(`${key}.${form}`, shown);
    },
  });
}
