import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hitlight } from '../../support/commandLine.js';
import { goldenMinilm, largestDifference } from '../../support/golden.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hitlight-cli-'));
  writeFileSync(path.join(folder, 'query.txt'), 'A man is eating food.');
  writeFileSync(path.join(folder, 'binary'), Buffer.from([0x7f, 0x45, 0, 1]));
  writeFileSync(path.join(folder, 'latin1.txt'), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  writeFileSync(path.join(folder, 'huge.txt'), 'word '.repeat(210_000));
});
afterAll(() => rmSync(folder, { recursive: true }));

const [pair] = goldenMinilm();
if (!pair) throw new Error('no golden pair');

describe('hitlight explain --json', () => {
  test('prints exactly the documented object, agreeing with the golden numbers', async () => {
    const { code, stdout, stderr } = await hitlight(
      ...['explain', '--file-a', path.join(folder, 'query.txt'), '--b', pair.b, '--json'],
      ...['--layer', '3', '--reference', 'pad', '--tolerance', '1e-4'],
    );
    expect([code, stderr]).toEqual([0, '']);
    const found = JSON.parse(stdout) as Record<string, unknown> & {
      matrix: number[][];
      ledger: Record<string, number>;
      score: number;
    };
    expect(Object.keys(found)).toEqual([
      ...[
        'model',
        'layer',
        'reference',
        'method',
        'score',
        'ledger',
        'tokensA',
        'tokensB',
        'matrix',
      ],
      ...['marginalA', 'marginalB', 'evaluations', 'elapsedMs'],
    ]);
    expect(Object.keys(found.ledger)).toEqual(['constant', 'onlyA', 'onlyB', 'pairs', 'residual']);
    expect((found.tokensA as unknown[])[1]).toEqual({
      ...{ text: 'a', id: 1037, start: 0, end: 1, special: false },
    });
    expect((found.tokensA as unknown[])[0]).toEqual({
      ...{ text: '[CLS]', id: 101, start: null, end: null, special: true },
    });
    const golden = pair.cases.find((known) => known.reference === '[PAD]' && known.layer === 3);
    expect(largestDifference(found.matrix.flat(), golden?.converged.matrix ?? [])).toBeLessThan(
      1e-4,
    );
    const sum = Object.values(found.ledger).reduce((total, entry) => total + entry, 0);
    expect(Math.abs(sum - found.score)).toBeLessThan(1e-6);
  }, 60_000);
});

describe('hitlight explain --fold', () => {
  const texts = [
    'explain',
    '--a',
    'The colour of money',
    '--b',
    'Antidisestablishmentarianism pays',
  ];

  test.each(['token', 'word'])(
    'adds a matrix whose entries add up to the score, level %s',
    async (level) => {
      const { code, stdout } = await hitlight(...texts, '--json', '--fold', '--level', level);
      expect(code).toBe(0);
      const found = JSON.parse(stdout) as Record<'matrix' | 'folded', number[][]> & {
        score: number;
      };
      const sum = found.folded.flat().reduce((total, entry) => total + entry, 0);
      expect(Math.abs(sum - found.score)).toBeLessThan(1e-12);
      expect(found.folded.map((row) => row.length)).toEqual(found.matrix.map((row) => row.length));
      expect(largestDifference(found.folded.flat(), found.matrix)).toBeGreaterThan(1e-4);
    },
    60_000,
  );

  test('prints both for people', async () => {
    const { stdout } = await hitlight(...texts.slice(0, -1), 'cash', '--fold');
    expect(stdout).toMatch(/Folded: .* sum \+0\.\d+, the score/);
  }, 60_000);
});

describe('hitlight explain --method', () => {
  const texts = [
    'explain',
    '--a',
    'Boil the eggs for six minutes and cool them',
    '--b',
    'soft eggs need less time than hard ones',
  ];
  const explained = async (...options: string[]) => {
    const { code, stdout, stderr } = await hitlight(...texts, '--json', ...options);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as {
      score: number;
      method: { asked: string; a: string; b: string; error: { kind: string; largest: number } } & {
        standardError?: { max: number; matrix: number[][] };
      };
      ledger: Record<string, number>;
      matrix: number[][];
    };
  };

  test.each(['auto', 'shapley', 'simpson', 'ends', 'ij', 'ij-layers', 'ij-scattered', 'ij-mixed'])(
    '%s: names itself, and its ledger adds up',
    async (method) => {
      const found = await explained('--method', method, '--tolerance', '0.01');
      expect(found.method.asked).toBe(method);
      const sum = Object.values(found.ledger).reduce((total, entry) => total + entry, 0);
      expect(Math.abs(sum - found.score)).toBeLessThan(1e-9);
      const pairs = found.matrix.flat().reduce((total, entry) => total + entry, 0);
      expect(Math.abs(pairs - (found.ledger.pairs ?? NaN))).toBeLessThan(1e-9);
      expect(found.method.error.largest).toBeGreaterThan(0);
    },
    120_000,
  );

  test('shapley: standard errors of all entries, and the same numbers for the same seed', async () => {
    const options = ['--method', 'shapley', '--nodes', '8', '--seed'];
    const [one, same, other] = [
      await explained(...options, '3'),
      await explained(...options, '3'),
      await explained(...options, '4'),
    ];
    const errors = one.method.standardError;
    expect(one.method.error).toEqual({ kind: 'standardError', largest: errors?.max });
    expect(errors?.matrix.map((row) => row.length)).toEqual(one.matrix.map((row) => row.length));
    expect(Math.max(...(errors?.matrix.flat() ?? []))).toBe(errors?.max);
    expect(same.matrix).toEqual(one.matrix);
    expect(other.matrix).not.toEqual(one.matrix);
  }, 120_000);
});

describe('hitlight explain for people', () => {
  test('shows the ledger and the strongest pair, without colour in a pipe', async () => {
    const { code, stdout } = await hitlight('explain', '--a', pair.a, '--b', pair.b);
    expect(code).toBe(0);
    expect(stdout).toContain('Similarity 0.7572');
    expect(stdout).toContain('eating ↔ eating');
    expect(stdout).not.toContain('\u001b[');
  }, 60_000);
});

describe('bad requests end with exit code 2 and one sentence', () => {
  const file = (name: string) => path.join(folder, name);
  const texts = ['--a', 'one', '--b', 'two'];
  test.each<[string, string[], string]>([
    [
      'nothing to compare',
      ['explain', '--a', 'x'],
      'Text b: expected --b TEXT or --file-b FILE, got neither',
    ],
    [
      'a blank text',
      ['explain', '--a', ' ', '--b', 'x'],
      'Text: expected words in the first text, got a blank one',
    ],
    [
      'an unknown method',
      ['explain', ...texts, '--method', 'lime'],
      '--method: expected auto, ij, ij-layers, ij-scattered, ij-mixed, shapley, simpson, ends, got lime',
    ],
    [
      'a seed that is none',
      ['explain', ...texts, '--seed', 'x'],
      '--seed: expected a whole number from 0, got x',
    ],
    [
      'an unknown option',
      ['explain', '--wat'],
      "Options: expected those of hitlight explain --help, got: Unknown option '--wat'",
    ],
    [
      'an unknown command',
      ['frobnicate'],
      'Command: expected explain, inspect, reference, exact, study, got frobnicate',
    ],
    [
      'an unknown layer',
      ['explain', ...texts, '--layer', '17'],
      'Layer: expected input, middle, last or 0 to 5, got 17',
    ],
    [
      'a layer that is no layer',
      ['explain', ...texts, '--layer', 'top'],
      '--layer: expected input, middle, last, got top',
    ],
    [
      'an unknown reference',
      ['explain', ...texts, '--reference', 'id:99999'],
      'Reference: expected a token of the vocabulary (0 to 30521), got id:99999',
    ],
    [
      'two accuracies',
      ['explain', ...texts, '--nodes', '3', '--tolerance', '1'],
      'Options: expected --tolerance or --nodes, got both',
    ],
    [
      'a negative tolerance',
      ['explain', ...texts, '--tolerance=-1'],
      '--tolerance: expected a positive number, got -1',
    ],
    [
      'a level that is none',
      ['explain', ...texts, '--level', 'page'],
      '--level: expected token, word, line, sentence, got page',
    ],
    [
      'too few tokens',
      ['explain', ...texts, '--max-tokens', '7'],
      '--max-tokens: expected 0 or a whole number from 8, got 7',
    ],
    [
      'more tokens than the network has positions for',
      ['explain', ...texts, '--max-tokens', '513'],
      'Input: expected at most 512 tokens, for which the network has positions, got 513',
    ],
    [
      'an unknown way with long texts',
      ['explain', ...texts, '--long-text', 'skip'],
      '--long-text: expected truncate, windows, got skip',
    ],
    [
      'a window of a text that is cut off',
      ['explain', ...texts, '--window', '2'],
      '--window: expected --long-text windows beside it, got truncate',
    ],
    [
      'a window that counts from 0',
      ['explain', ...texts, '--long-text', 'windows', '--window', '0'],
      '--window: expected a whole number from 1, got 0',
    ],
    [
      'a window of a text that is read whole',
      ['explain', ...texts, '--long-text', 'windows', '--window', '1'],
      'Window: expected a second text of several windows, got one that is not cut into any',
    ],
    [
      'a window too many',
      [
        ...['explain', '--a', 'one', '--b', 'word '.repeat(40), '--max-tokens', '20'],
        ...['--long-text', 'windows', '--window', '9'],
      ],
      'Window: expected 1 to 3 of the second text, got 9',
    ],
    [
      'a missing file',
      ['explain', '--file-a', 'nowhere.txt', '--b', 'x'],
      'Text a: expected a readable file, got ENOENT for nowhere.txt',
    ],
    [
      'a missing model',
      ['explain', ...texts, '--model', 'nowhere'],
      'Model: expected "bundled", a folder or .onnx file that exists, or a Hub id org/name',
    ],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await hitlight(...args);
    expect(stderr).toContain(`hitlight: ${message}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
  });

  test.each([
    ['binary', 'Text a: expected a text file, got a binary one'],
    ['latin1.txt', 'Text a: expected UTF-8, got other bytes'],
    ['huge.txt', 'Text: expected at most 200000 characters in the first text, got 1050000'],
  ])('the file %s', async (name, message) => {
    const { code, stderr } = await hitlight('explain', '--file-a', file(name), '--b', 'x');
    expect(stderr).toContain(`hitlight: ${message}`);
    expect(code).toBe(2);
  });
});
