import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Report } from '../../../src/protocol.js';
import { hitlight } from '../../support/commandLine.js';

let folder = '';
const file = (name: string, text: string): string => {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
};

const PAIRS = [
  'text1\ttext2\tlabel',
  'A ferry crosses the fjord.\tThe ferry goes over the fjord.\t5',
  'He mends the fence.\tThe fence is being repaired.\t4',
  'Lemons are sour.\tThe judge left early.\t0',
  'The kettle whistles.\tWater boils in the kettle.\t3',
  'Snow fell in May.\tIn May it snowed.\t5',
  'They missed the bus.\tThe bus was late.\t2',
].join('\n');

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hitlight-study-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('hitlight study', () => {
  it('lists the studies', async () => {
    const { code, stdout } = await hitlight('study');
    expect(code).toBe(0);
    for (const name of ['agreement', 'negation', 'code-roles', 'compare']) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
  });

  it('reports as text, JSON, CSV and a page that loads nothing', async () => {
    const pairs = file('pairs.tsv', PAIRS);
    const html = path.join(folder, 'out.html');
    const csv = path.join(folder, 'tables');
    const args = ['study', 'reference-terms', '--pairs', pairs, '--fresh'];
    const text = await hitlight(...args);
    expect(text.stdout).toContain('6 pairs of 6 (pairs.tsv)');
    const both = await hitlight(...args, '--json', '--html', html, '--csv', csv);
    expect(both.code).toBe(0);
    const report = JSON.parse(both.stdout) as Record<string, unknown>;
    expect(v.safeParse(Report, { ...report, figures: {} }).success).toBe(true);
    expect(report).toMatchObject({ study: 'reference-terms', threshold: 0.1 });
    expect(report.references).toBeInstanceOf(Array);
    expect(readdirSync(csv).sort()).toEqual([
      'reference-terms-pairs.csv',
      'reference-terms-references.csv',
    ]);
    const page = readFileSync(html, 'utf8');
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=/);
    expect(page).toContain('A ferry crosses the fjord.');
  }, 120_000);

  it.each([
    [['study', 'nothing'], /^hitlight: Study: expected agreement, .*, got nothing$/m],
    [
      ['study', 'compare', 'bundled'],
      /expected two after compare, as in hitlight study compare A B, got 1/,
    ],
    [['study', 'sums', '--exact', 'x'], /--exact: expected with agreement, got it with sums/],
    [['study', 'sums', '--layers', 'x'], /--layers: expected all or numbers such as 0,3,5, got x/],
    [
      ['study', 'sums', '--html', '/no/where.html'],
      /--html: expected a folder to write to, got ENOENT for \/no$/m,
    ],
    [['study', 'sums', '--pairs', '/no/file.tsv'], /--pairs: expected a readable file, got ENOENT/],
    [
      ['study', 'sums', '--model', '/no/model'],
      /Model: expected a folder or .onnx file, got nothing at/,
    ],
  ])('%j is refused in one line', async (args, expected) => {
    const { code, stderr } = await hitlight(...args);
    expect(stderr).toMatch(expected);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  it('names line and column of a malformed file', async () => {
    const { stderr, code } = await hitlight(
      'study',
      'sums',
      '--pairs',
      file('bad.csv', 'a,b\nx,y\nz\n'),
    );
    expect(stderr.trim()).toBe(
      'hitlight: Pairs: expected the second text at line 3, column 2, got only 1 column',
    );
    expect(code).toBe(2);
    const few = await hitlight('study', 'sums', '--pairs', file('few.csv', 'a,b\nx,y\n'));
    expect(few.stderr).toContain('expected at least 5 for the figures of sums, got 1 in few.csv');
    const conllu = file('x.conllu', '1\tHi\n');
    const parsed = await hitlight('study', 'syntax', '--conllu-a', conllu, '--conllu-b', conllu);
    expect(parsed.stderr).toContain(
      'CoNLL-U: expected 10 columns parted by tabs at line 1 of x.conllu, got 2',
    );
  });
});
