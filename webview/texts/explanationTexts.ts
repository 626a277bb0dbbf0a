/** Score, ledger, texts and windows. */
export const explanationTexts = {
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
  'header.reference.instead': 'instead of {0}',
  'header.reference.instead.tip':
    'More neutral tokens occur in the texts, where they would contribute nothing, so the next best stands in.',
  'header.reference.occurs': 'occurs in the texts',
  'header.reference.occurs.tip':
    'Tokens that are the reference itself contribute nothing: {0} in text A, {1} in text B.',
  'header.reference.quick.tip':
    'It comes from a short search; “Find Neutral Reference” looks closer.',
  'header.reference.exact.tip': 'The encoder is exact: its own reference has embedding zero.',
  'header.reference.none.tip': 'No neutral token is known that the texts do not contain.',
  'header.evaluations': 'evaluations',
  'header.evaluations.tip':
    'Points on the paths at which the encoder was differentiated, or texts with tokens replaced that were encoded.',
  'header.method': 'method',
  'header.method.auto': '{0}, chosen automatically',
  'header.method.both': '{0} for A, {1} for B',
  'header.method.completeness':
    'Its error is the largest difference of the sum, a row or a column from what is known of it: {0}.',
  'header.method.shared':
    'What the sum, a row or a column lacked of what is known of it, at most {0}, was shared out equally among the tokens.',
  'header.method.standardError': 'The largest standard error of a pair is {0}.',
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

  'ledger.title.difference': 'How the difference adds up',
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
  'ledger.reference': 'Reference terms',
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
} as const;
