import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExplanationJson } from '../../../src/cli/explanationJson.js';
import { hitlight } from '../../support/commandLine.js';

const filler = readFileSync('samples/lru_cache.py', 'utf8');
const hit = readFileSync('samples/retry.ts', 'utf8');
const long = [filler, filler, hit, filler, filler].join('\n');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hitlight-cli-'));
  writeFileSync(path.join(folder, 'long.txt'), long);
});
afterAll(() => rmSync(folder, { recursive: true }));

const explain = (...more: string[]) =>
  hitlight(
    ...['explain', '--file-a', 'samples/query.txt', '--file-b', path.join(folder, 'long.txt')],
    ...['--layer', 'last', '--nodes', '1', ...more],
  );
const json = async (...more: string[]) => {
  const { code, stdout, stderr } = await explain('--json', ...more);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as ExplanationJson;
};

describe('hitlight explain --long-text windows', () => {
  test('lists the windows, best first, and explains the best', async () => {
    const found = await json('--long-text', 'windows');
    const windows = found.windows ?? [];
    expect(Object.keys(windows[0] ?? {})).toEqual([
      ...['side', 'number', 'start', 'end', 'tokens', 'score', 'ledger', 'partner', 'explained'],
    ]);
    const scores = windows.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((x, y) => y - x));
    expect(windows.map(({ explained }) => explained)).toEqual(windows.map((_, rank) => rank === 0));
    expect(windows[0]?.score).toBe(found.score);
    expect(long.slice(windows[0]?.start, windows[0]?.end)).toContain('withBackoff');
    expect(windows.map(({ number }) => number).sort((x, y) => x - y)).toEqual(
      windows.map((_, i) => i + 1),
    );
  }, 120_000);

  test('explains another window when told its number', async () => {
    const found = await json('--long-text', 'windows', '--window', '1', '--level', 'line');
    const first = found.windows?.find(({ number }) => number === 1);
    expect(first).toMatchObject({ explained: true, start: 0, score: found.score });
    expect(found.tokensB[1]).toMatchObject({ text: filler.split('\n')[0], start: 0 });
  }, 120_000);

  test('shows people where the windows are', async () => {
    const { code, stdout } = await explain('--long-text', 'windows', '--level', 'line');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Windows of the second text, best first \(\d+; explained: \d+; another: --window N\)/,
    );
    const line = long.slice(0, long.indexOf('withBackoff')).split('\n').length;
    const [, from, to] = /^→ .*? (\d+)–(\d+) /m.exec(stdout) ?? [];
    expect(Number(from)).toBeLessThanOrEqual(line);
    expect(Number(to)).toBeGreaterThanOrEqual(line);
  }, 120_000);
});

describe('hitlight explain of a long text otherwise', () => {
  test('reads as much as the model says, and tells what it did not read', async () => {
    const { tokensB, windows } = await json();
    expect([tokensB.length, windows]).toEqual([256, undefined]);
    expect((await explain()).stdout).toMatch(
      /The model did not read the last \d+ tokens of the second text/,
    );
  }, 120_000);

  test('reads more or fewer tokens when asked to', async () => {
    expect((await json('--max-tokens', '300')).tokensB).toHaveLength(300);
    expect((await json('--max-tokens', '8')).tokensB).toHaveLength(8);
  }, 120_000);
});
