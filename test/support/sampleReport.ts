import type { Report } from '../../src/protocol.js';

/** A small report of every kind of part. */
export function sampleReport(change: Partial<Report> = {}): Report {
  const figure = { value: 0.5, n: 3, sd: 0.1, low: 0.4, high: 0.6 };
  return {
    format: 'hitlight-report/1',
    study: 'sums',
    title: 'Attribution sums against the score',
    question: 'Do the attributions add up?',
    models: ['tiny'],
    settings: [{ name: 'layer', text: '1 of 0–2' }],
    sample: { source: 'pairs.tsv', pairs: 3, available: 3, notes: ['All of them.'] },
    findings: ['They do.'],
    caveats: [],
    definitions: [{ name: 'sum', text: 'Σ A_ij' }],
    tables: [
      {
        id: 'methods',
        title: 'By method',
        caption: 'Means over 3 pairs.',
        columns: [
          { title: 'method', kind: 'text' },
          { title: 'sum', kind: 'number', definition: 'Mean of Σ A_ij.' },
          { title: 'exceeds', kind: 'share', definition: 'Share above 1.' },
        ],
        rows: [
          { cells: ['=published', figure, 0.25], texts: [2, 0] },
          { cells: ['own', { ...figure, value: 0.7 }, null], texts: [1] },
        ],
      },
    ],
    plots: [
      {
        id: 'scores',
        title: 'Sums against scores',
        caption: 'Each point a pair, n = 3.',
        kind: 'dots',
        x: { label: 'score' },
        y: { label: 'sum' },
        diagonal: true,
        series: [
          { name: 'own', points: [0, 1, 2].map((text) => ({ x: text / 3, y: text / 4, text })) },
          { name: 'published', points: [{ x: 0.5, y: 1.5, text: 1 }] },
        ],
      },
      {
        id: 'sums',
        title: 'Distribution',
        caption: 'n = 3.',
        kind: 'histogram',
        x: { label: 'sum' },
        y: { label: 'pairs' },
        series: [{ name: 'own', points: [0.1, 0.2, 0.9].map((x, text) => ({ x, y: 1, text })) }],
      },
      {
        id: 'mass',
        title: 'Mass',
        caption: 'Whiskers: 95 % intervals.',
        kind: 'bars',
        x: { label: 'method' },
        y: { label: 'mass' },
        series: [{ name: 'mass', points: [{ x: 'own', y: 0.5, low: 0.4, high: 0.6, text: 0 }] }],
      },
      {
        id: 'layers',
        title: 'By layer',
        caption: 'Bands: 95 % intervals.',
        kind: 'lines',
        x: { label: 'layer' },
        y: { label: 'agreement' },
        series: [{ name: 'r', points: [0, 1, 2].map((x) => ({ x, y: x / 4, low: 0, high: 1 })) }],
      },
    ],
    texts: [
      { a: 'A cat sleeps.', b: 'The cat is asleep.', label: 5, score: 0.9, line: 1 },
      { a: 'One <b>text</b>', b: 'and "another"', label: 'same', score: null, line: 2 },
      { a: 'last', b: 'pair', label: null, score: 0.1, line: null },
    ],
    figures: { methods: [{ method: 'own', sum: figure }] },
    seed: 1,
    seconds: 2.5,
    created: '2030-01-02T03:04:05.000Z',
    ...change,
  };
}
