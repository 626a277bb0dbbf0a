/** Checking an explanation, and editing its texts. */
export const verifyTexts = {
  'verify.title': 'Check it',
  'verify.run': 'Verify',
  'verify.note':
    'Replaces the tokens of the strongest pairs by the reference in both texts and encodes them again. What the explanation predicts is the inner product at the norms of the whole texts; the similarity itself has the norms of the masked ones.',
  'verify.pairs': 'Masked',
  'verify.tokens': 'Tokens A + B',
  'verify.predicted': 'Predicted',
  'verify.measured': 'Measured',
  'verify.chart': 'Both, predicted above',
  'verify.score': 'Similarity',
  'verify.others': 'Other tokens',
  'verify.tooFew': 'too few',
  'verify.top.one': 'strongest pair',
  'verify.top.other': '{0} strongest pairs',
  'verify.off': 'On average predicted and measured changes differ by {0}.',
  'verify.compare':
    'Masking these tokens changes the similarity by {0} on average, masking as many others by {1}.',
  'verify.none': 'There is no pair to mask.',

  'edit.open': 'Edit',
  'edit.close': 'Done',
  'edit.back': 'Back to the text as it was',
  'edit.score': 'similarity {0}',
  'edit.score.before': 'similarity {0}, before {1}',
  'edit.label.a': 'Text A, edited here only',
  'edit.label.b': 'Text B, edited here only',
} as const;
