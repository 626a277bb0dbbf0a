/** Comparing two explanations. */
export const compareTexts = {
  'compare.pin': 'Pin',
  'compare.unpin': 'Unpin',
  'compare.pin.tip':
    'Keep this explanation to compare others with it: another hit for the same query, another layer, another model',
  'compare.pinned': 'Pinned. Explain another pair to compare it.',
  'compare.unpinned': 'No longer pinned.',
  'compare.pin.is': 'Pinned: {0}.',
  'compare.before.is': 'Before: {0}.',
  'compare.how': '{0}, layer {1}, reference {2}',
  'compare.scores': 'Similarity {0} here, {1} there, difference {2}.',
  'compare.impossible': 'Neither text is the same, so only the scores can be compared.',
  'compare.show': 'Show the difference',
  'compare.hide': 'Show this explanation',
  'compare.forget': 'Forget',
  'compare.divider': '──── minus {0} ────',
  'compare.difference': 'difference',
  'compare.change': 'Difference',
  'compare.here': 'Here',
  'compare.there': 'There',
  'compare.main.one': 'The difference is mainly {0} {1}.',
  'compare.main.more': 'The difference is mainly {0} {1}, then {2} {3}.',
  'compare.summary':
    'Scores are sums, so their difference is one, too: values of this explanation minus values of the other.',
} as const;
