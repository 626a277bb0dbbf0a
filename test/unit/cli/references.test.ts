import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hitlight } from '../../support/commandLine.js';
import { tinyModel, writeModel } from '../../support/modelFolders.js';

let folder = '';
let model = '';
const file = (name: string) => path.join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hitlight-cli-references-'));
  model = writeModel(file('tiny'), tinyModel());
  const unpooled = Object.entries(tinyModel()).filter(([name]) => !name.startsWith('1_Pooling'));
  writeModel(file('unpooled'), Object.fromEntries(unpooled));
  writeFileSync(file('texts.txt'), 'a cat\n\nthe dog\nb c d\nx\n');
  writeFileSync(file('two.txt'), 'a cat\nthe dog\n');
  writeFileSync(file('latin1.txt'), Buffer.from([0x61, 0x0a, 0x63, 0xe9, 0x0a]));
  writeFileSync(file('invisible.txt'), 'a\nb\nc\n\n\u200b\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('hitlight reference', () => {
  test('prints the documented object, the same again from what was kept', async () => {
    const args = ['reference', '--model', model, '--texts', file('texts.txt'), '--json'];
    const { code, stdout, stderr } = await hitlight(...args);
    expect([code, stderr]).toEqual([0, '']);
    const found = JSON.parse(stdout) as { chosen: object; candidates: object[]; pad: unknown };
    expect(Object.keys(found)).toEqual(['chosen', 'candidates', 'pad', 'unk', 'mask']);
    expect(Object.keys(found.chosen).toSorted()).toEqual(
      ['token', 'id', 'norm', 'meanGap', 'maxGap', 'spearman'].toSorted(),
    );
    expect(found.candidates[0]).toEqual(found.chosen);
    expect(found.pad).toBeNull();
    expect((await hitlight(...args)).stdout).toBe(stdout);
    expect((await hitlight(...args, '--again')).stdout).toBe(stdout);
  }, 60_000);

  test('shows a table to people', async () => {
    const { code, stdout } = await hitlight('reference', '--model', model);
    expect(code).toBe(0);
    expect(stdout).toContain('mean gap   max gap    |e(r)|  Spearman  token');
    expect(stdout).toContain('[UNK]');
  }, 60_000);
});

describe('hitlight exact', () => {
  test('writes a folder that explain takes, without reference terms', async () => {
    const out = file('exact');
    const { code, stdout } = await hitlight(
      ...[
        'exact',
        '--model',
        model,
        '--head',
        '--out',
        out,
        '--texts',
        file('texts.txt'),
        '--json',
      ],
    );
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(report).toSorted()).toEqual(
      ['heldOutTexts', 'heldOutPairs', 'shifted', 'head', 'seconds', 'out'].toSorted(),
    );
    expect([report.heldOutTexts, report.heldOutPairs, report.out]).toEqual([4, 6, out]);
    const explained = await hitlight('explain', '--model', out, '--a', 'a b', '--b', 'c', '--json');
    const { ledger, reference } = JSON.parse(explained.stdout) as {
      ledger: Record<string, number>;
      reference: { source: string };
    };
    expect(reference.source).toBe('exact');
    expect([ledger.constant, ledger.onlyA, ledger.onlyB]).toEqual([0, 0, 0]);
    const inspected = await hitlight('inspect', out);
    expect(inspected.stdout).toContain('exact         subtracts');
  }, 120_000);
});

describe('bad requests end with exit code 2 and one sentence', () => {
  test.each<[string, () => string[], string | RegExp]>([
    [
      'no folder',
      () => ['exact', '--model', model],
      '--out: expected a folder to write to, got none',
    ],
    [
      'texts to train on without a head',
      () => ['exact', '--model', model, '--out', file('no'), '--train', file('texts.txt')],
      '--train: expected --head beside it, got none',
    ],
    [
      'too few texts',
      () => ['reference', '--model', model, '--texts', file('two.txt')],
      /--texts: expected at least 3 texts, one a line, got 2 in .*two.txt/,
    ],
    [
      'other bytes than UTF-8',
      () => ['exact', '--model', model, '--out', file('no'), '--texts', file('latin1.txt')],
      /expected UTF-8, got other bytes in .*latin1.txt, line 2, column 2/,
    ],
    [
      'a text that the model reads nothing of',
      () => ['reference', '--model', model, '--texts', file('invisible.txt')],
      /--texts: expected words in line 5 of .*invisible.txt, got/,
    ],
    [
      'a reference outside the vocabulary',
      () => ['exact', '--model', model, '--out', file('no'), '--reference', 'id:120'],
      'Reference: expected a token of the vocabulary (0 to 119), got id:120',
    ],
    [
      'a model whose pooling nothing states',
      () => ['reference', '--model', file('unpooled')],
      /expected pooling in 1_Pooling\/config.json or as an option \(mean, cls/,
    ],
    ['a file that is not there', () => ['reference', '--texts', file('none')], 'got ENOENT for'],
  ])(
    '%s',
    async (_, args, message) => {
      const { code, stdout, stderr } = await hitlight(...args());
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toMatch(message);
      expect(existsSync(file('no'))).toBe(false);
    },
    60_000,
  );
});
