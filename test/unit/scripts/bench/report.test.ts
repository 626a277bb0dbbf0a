import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { median } from '../../../../scripts/bench/median.js';
import type { BenchReport, PairReport } from '../../../../scripts/bench/report.js';
import { humanReport, pairsMarkdown, time } from '../../../../scripts/bench/table.js';
import { withSection } from '../../../../scripts/bench/writeDocs.js';

const pair: PairReport = {
  name: '10+250',
  tokensA: 10,
  tokensB: 250,
  layer: 0,
  ms: 12_345.6,
  minMs: 12_000,
  marginalsMs: 1234.5,
  marginalsError: 1e-3,
  runs: [],
  paperMs: 1_234_567,
  paperExtrapolated: true,
  paperOnOurGraphsMs: 8000,
  paperChunks: [128, 16],
  ratio: 100.2,
  encodeMs: 80,
  encodeAgainMs: 85,
  encodings: 154.3,
  maxError: 1.234e-4,
  paperMaxError: 1.2e-3,
  convergedError: 2e-7,
  residual: -3.4e-4,
  evaluations: 123,
  peakRssMb: 1023.7,
};

const report: BenchReport = {
  pairs: [pair, { ...pair, name: '10+10', paperExtrapolated: false, marginalsMs: null }],
  coldStartMs: 1912,
  quick: false,
  date: '2026-01-02T03:04:05.678Z',
  commit: '0123abc with changes',
  staleBuild: true,
  machine: {
    cores: 2,
    threads: 2,
    platform: 'linux-x64',
    node: 'v20.0.0',
    onnxruntime: '1.30.0',
    load: 0.25,
  },
  plans: [
    {
      name: '10+128',
      layer: 3,
      chosen: 'reverse b',
      fastest: 'forward both',
      ms: { 'forward both': 900.4, 'reverse b': 1234, 'reverse a': 12_345 },
    },
  ],
  work: [
    {
      name: '10+128',
      layer: 3,
      productShare: 0.7,
      others: {
        FusedMatMulTranspose: 0.11,
        Mul: 0.1,
        LayerNormalization: 0.04,
        Add: 0.02,
        Sub: 0.01,
      },
      gflops: 90,
      plainGflops: 150,
      sizes: [],
    },
  ],
};

describe('the table for people', () => {
  const lines = humanReport(report).split('\n');

  test('fits 120 columns', () => {
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  test('has its columns under their names', () => {
    const [head = '', ...rows] = lines.filter((line) => /^(pair|10\+)/.test(line));
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toHaveLength(head.length);
  });

  test('marks what was extrapolated, and what is not there', () => {
    const rows = lines.filter((line) => line.startsWith('10+'));
    expect(rows[0]).toContain('~1235 s');
    expect(rows[1]).not.toContain('~');
    expect(rows[1]).toContain('–');
  });

  test('doubts a row during which the machine was busy, and no other', () => {
    const busy = humanReport({ ...report, pairs: [pair, { ...pair, encodeAgainMs: 120 }] });
    expect(busy).toContain('!100');
    expect(busy).toContain('measure again');
    expect(lines.join('\n')).not.toContain('!');
  });

  test('says that a build is old and that the cost model was wrong', () => {
    expect(lines.slice(0, 2).join('\n')).toContain('BUILD OLDER THAN SOURCES');
    expect(lines.join(' ').replaceAll(/ +/g, ' ')).toContain(
      'chosen: reverse b, 37 % slower than the fastest, forward both',
    );
  });
});

test('Markdown has a row a pair, with as many cells as the head', () => {
  const rows = pairsMarkdown(report).split('\n');
  expect(rows).toHaveLength(4);
  expect(new Set(rows.map((row) => row.split('|').length)).size).toBe(1);
});

test.each([
  [3.14159, '3.1 ms'],
  [9.96, '10 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [12_345, '12.3 s'],
  [1_234_567, '1235 s'],
])('%d ms read %s', (ms, shown) => {
  expect(time(ms)).toBe(shown);
});

test('the median of an even number of times lies between the middle ones', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 2, 100])).toBe(3);
});

describe('sections of a document', () => {
  test('are replaced between their markers, and only there', () => {
    const before = 'a\n<!-- x -->\nold\n<!-- /x -->\n<!-- y -->\nkept\n<!-- /y -->\n';
    const after = withSection(before, 'x', 'new');
    expect(after).not.toContain('old');
    expect(after).toContain('new');
    expect(after).toContain('kept');
    expect(withSection(after, 'x', 'new')).toBe(after);
  });

  test('are missed where the markers are missing', () => {
    expect(() => withSection('nothing', 'x', 'new')).toThrow('<!-- x -->');
  });

  test.each(['pairs', 'growth', 'work', 'plans'])('docs/performance.md has %s', (name) => {
    const document = readFileSync('docs/performance.md', 'utf8');
    expect(withSection(document, name, 'new')).toContain('new');
  });
});
