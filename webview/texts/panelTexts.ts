/** What the panel as a whole says: work, failures, empty states. */
export const panelTexts = {
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

  'empty.title': 'Nothing explained yet',
  'empty.lead': 'See which words make a semantic-search score.',
  'empty.step.select':
    'Select the first text, then hold Alt and select the second. They may also be in two files: right-click the first and choose “Mark as First Text”.',
  'empty.step.run': 'Run {0} from the Command Palette.',
  'empty.command': 'Hitlight: Explain Similarity',
  'empty.step.read':
    'The highlights in the editors and this panel then show what each pair of words adds to the score.',
} as const;
