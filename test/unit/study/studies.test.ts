import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Figure, Report, type Table } from '../../../src/protocol.js';
import { memoryJournal } from '../../../src/study/journal.js';
import { explainPair } from '../../../src/study/explainPair.js';
import { runStudy } from '../../../src/study/runStudy.js';
import { studies } from '../../../src/study/studies.js';
import { spearman } from '../../../src/study/statistics/correlation.js';
import type { Study, StudyContext, StudyInput, StudyModel } from '../../../src/study/study.js';
import { OPTIONS, contextOf, tinyModel } from '../../support/studyModel.js';

let model: StudyModel;
let other: StudyModel;
beforeAll(async () => {
  model = await tinyModel();
  other = await tinyModel('other', 'distilbert/classic');
});
afterAll(async () => {
  await model.explainer.release();
  await other.explainer.release();
});

const find = (name: string): Study => {
  const study = studies.find((one) => one.name === name);
  if (!study) throw new Error(`no study ${name}`);
  return study;
};

/** The first pairs of a study's own sample. */
const input = (study: Study, count: number): StudyInput => {
  const pairs = study.bundled().slice(0, count);
  return { file: { name: 'bundled sample', pairs }, bundled: true, conllu: null };
};

const run = (name: string, count: number, change: Partial<StudyContext> = {}) => {
  const study = find(name);
  const limit = study.conllu ? { options: { ...OPTIONS, limit: count } } : {};
  return runStudy(study, input(study, count), contextOf(model, { ...limit, ...change }));
};

const tableOf = (report: Report, id: string): Table => {
  const table = report.tables.find((one) => one.id === id);
  if (!table) throw new Error(`no table ${id}`);
  return table;
};
const column = (table: Table, title: string) => {
  const i = table.columns.findIndex((one) => one.title === title);
  return table.rows.map(({ cells }) => cells[i]);
};
const value = (cell: unknown): number =>
  typeof cell === 'number' ? cell : ((cell as Figure | null)?.value ?? NaN);

const COUNTS: Record<string, number> = {
  agreement: 5,
  'reference-terms': 6,
  sums: 6,
  convergence: 3,
  concentration: 6,
  syntax: 8,
  negation: 6,
  adjectives: 12,
  'lexical-bias': 40,
  faithfulness: 5,
  'code-roles': 6,
  compare: 6,
};

describe('every study', () => {
  it.each(studies.map(({ name }) => name))('%s reports what its schema says', async (name) => {
    const one = { options: { ...OPTIONS, layers: [0] } };
    const change = name === 'compare' ? { other } : name === 'convergence' ? one : {};
    const report = await run(name, COUNTS[name] ?? 6, change);
    expect(v.parse(Report, report)).toEqual(report);
    expect(report.findings.length).toBeGreaterThan(0);
    expect(report.findings.join(' ')).not.toMatch(/NaN|undefined|Infinity/);
    expect(report.sample.pairs).toBe(report.texts.length);
    for (const table of report.tables) {
      for (const { title, kind, definition } of table.columns) {
        if (kind !== 'text') expect([title, definition]).not.toEqual([title, undefined]);
      }
      for (const { texts } of table.rows) {
        for (const text of texts) expect(report.texts[text]).toBeDefined();
      }
    }
    for (const { series } of report.plots) {
      for (const { text } of series.flatMap(({ points }) => points)) {
        if (text !== undefined) expect(report.texts[text]).toBeDefined();
      }
    }
    // JSON can hold it: nothing is NaN or undefined.
    expect(JSON.parse(JSON.stringify(report.figures))).toEqual(report.figures);
  });

  it('is not measured twice, and gives the same report the second time', async () => {
    const journal = memoryJournal();
    let kept = 0;
    const counting = {
      get: (key: string) => journal.get(key),
      put: (key: string, found: unknown) => {
        kept += 1;
        return journal.put(key, found);
      },
    };
    const first = await run('concentration', 6, { journal: counting });
    expect(kept).toBe(6);
    const second = await run('concentration', 6, { journal: counting });
    expect(kept).toBe(6);
    expect({ ...second, seconds: 0, created: '' }).toEqual({ ...first, seconds: 0, created: '' });
    // Another model, layer or tolerance is another measurement.
    await run('concentration', 6, { journal: counting, options: { ...OPTIONS, layer: 'input' } });
    expect(kept).toBe(12);
  });

  it('stops between pairs when cancelled, and goes on where it was', async () => {
    const journal = memoryJournal();
    let measured = 0;
    const hooks = {
      progress: (done: number) => (measured = done),
      cancelled: () => measured >= 3,
    };
    await expect(run('sums', 6, { journal, hooks })).rejects.toThrow('cancelled');
    const asked: number[] = [];
    await run('sums', 6, {
      journal: { ...journal, put: (...args) => (asked.push(1), journal.put(...args)) },
    });
    // 6 pairs with two references and 6 factors, of which 3 were there.
    expect(asked).toHaveLength(15);
  });

  it('refuses too few pairs, in one sentence', async () => {
    for (const { name, least, conllu } of studies) {
      if (conllu) continue;
      const change = name === 'compare' ? { other } : {};
      await expect(run(name, 1, change), name).rejects.toThrow(
        new RegExp(`expected at least \\d+.*got [01]`),
      );
      expect(least).toBeGreaterThan(1);
    }
  });

  it('names the line of a text that cannot be explained', async () => {
    const study = find('concentration');
    const pairs = study.bundled().slice(0, 6);
    const broken = {
      ...input(study, 6),
      file: { name: 'x', pairs: [...pairs, { ...pairs[0]!, a: ' ', line: 9 }] },
    };
    await expect(runStudy(study, broken, contextOf(model))).rejects.toThrow('(line 9)');
  });
});

describe('figures recomputed from the model', () => {
  it('reference terms: the ledger adds up, and the shares are those of the pairs', async () => {
    const report = await run('reference-terms', 6);
    const pairs = tableOf(report, 'pairs');
    const of = (title: string) => column(pairs, title).map(value);
    const [score, gap, sum] = [of('score'), of('gap'), of('pairs')];
    const [constant, onlyA, onlyB] = [of('constant'), of('only A'), of('only B')];
    score.forEach((f, i) => {
      // Float32 embeddings.
      expect((gap[i] ?? 0) + (sum[i] ?? 0)).toBeCloseTo(f, 6);
      expect((constant[i] ?? 0) + (onlyA[i] ?? 0) + (onlyB[i] ?? 0)).toBeCloseTo(gap[i] ?? 0, 12);
    });
    const references = tableOf(report, 'references');
    const pad = column(references, 'reference').indexOf('pad');
    const own = gap.filter((_, i) => column(pairs, 'reference')[i] === 'pad');
    const unsafe = own.filter((size) => Math.abs(size) > 0.1).length / own.length;
    expect(value(column(references, 'unsafe')[pad])).toBeCloseTo(unsafe, 12);
    const mean = own.reduce((total, size) => total + Math.abs(size), 0) / own.length;
    expect(value(column(references, '|gap|')[pad])).toBeCloseTo(mean, 12);
  });

  it('sums: exact attributions add up to the shifted cosine, approximate ones to the pairs', async () => {
    const report = await run('sums', 6);
    const pairs = tableOf(report, 'pairs');
    const [method, score, sum] = [
      column(pairs, 'method'),
      column(pairs, 'score'),
      column(pairs, 'sum'),
    ];
    method.forEach((name, i) => {
      // Within the tolerance of 1e-3, times the factor of the norms.
      if (name === 'exact') expect(Math.abs(value(sum[i]) - value(score[i]))).toBeLessThan(5e-3);
    });
    const [first] = report.texts;
    const context = contextOf(model);
    const explained = await explainPair(model, context, first!, { ...OPTIONS, reference: 'pad' });
    expect(value(sum[0])).toBeCloseTo(explained.ledger.pairs, 12);
  });

  it('concentration: the strongest tenth of a matrix', async () => {
    const report = await run('concentration', 6);
    const shares = column(tableOf(report, 'pairs'), 'top 10 % of the mass').map(value);
    const negatives = column(tableOf(report, 'pairs'), 'negative entries').map(value);
    const explained = await explainPair(model, contextOf(model), report.texts[2]!);
    const sizes = explained.matrix
      .flat()
      .map(Math.abs)
      .sort((x, y) => y - x);
    const top = sizes.slice(0, Math.round(sizes.length / 10));
    const sum = (list: number[]) => list.reduce((total, each) => total + each, 0);
    expect(shares[2]).toBeCloseTo(sum(top) / sum(sizes), 12);
    const below = explained.matrix.flat().filter((entry) => entry < 0).length;
    expect(negatives[2]).toBeCloseTo(below / sizes.length, 12);
  });

  it('agreement: Spearman of the ordinary tokens’ entries', async () => {
    const report = await run('agreement', 5);
    const pairs = tableOf(report, 'pairs');
    const text = report.texts[1]!;
    const layers = new Set(column(pairs, 'layer')).size;
    const layer = value(column(pairs, 'layer')[layers]);
    const matrixWith = async (reference: 'auto' | 'pad') => {
      const settings = { ...OPTIONS, layer, reference };
      const found = await explainPair(model, contextOf(model), text, settings);
      // [CLS] and [SEP] stand at the ends.
      return found.matrix.slice(1, -1).flatMap((row) => row.slice(1, -1));
    };
    const expected = spearman(await matrixWith('pad'), await matrixWith('auto'));
    expect(value(column(pairs, 'spearman')[layers])).toBeCloseTo(expected ?? NaN, 9);
  });

  it('compare: a model agrees with itself', async () => {
    const report = await run('compare', 6, { other: model });
    const words = tableOf(report, 'words').rows[0]?.cells.map(value);
    expect(words?.[0]).toBeCloseTo(1, 9);
    expect(words?.[2]).toBe(1);
    expect(words?.[3]).toBeCloseTo(0, 12);
  });

  it('code roles: shares add up to one', async () => {
    const report = await run('code-roles', 6);
    const shares = column(tableOf(report, 'roles'), 'of the attribution').map(value);
    expect(shares.reduce((total, share) => total + share, 0)).toBeCloseTo(1, 9);
    const tokens = column(tableOf(report, 'roles'), 'of the tokens').map(value);
    expect(tokens.reduce((total, share) => total + share, 0)).toBeCloseTo(1, 9);
  });

  it('negation: the change is that of the scores', async () => {
    const report = await run('negation', 6);
    const pairs = tableOf(report, 'pairs');
    const changes = column(pairs, 'change').map(value);
    const [plain, negated] = [
      column(pairs, 'plain').map(value),
      column(pairs, 'negated').map(value),
    ];
    changes.forEach((change, i) =>
      expect(change).toBeCloseTo((negated[i] ?? 0) - (plain[i] ?? 0), 12),
    );
    const all = report.figures.all as { change: Figure };
    expect(all.change.value).toBeCloseTo(changes.reduce((x, y) => x + y, 0) / changes.length, 12);
  });
});

describe('what a study cannot do', () => {
  it('is said of the files that parses came in', async () => {
    const study = find('syntax');
    const parse = ['1\tRain\train\tNOUN', ...Array<string>(2).fill('_'), '0', 'root'].join('\t');
    const text = `${parse}\t_\t_\n`;
    const conllu = { a: { name: 'a.conllu', text }, b: { name: 'b.conllu', text } };
    await expect(runStudy(study, { ...input(study, 0), conllu }, contextOf(model))).rejects.toThrow(
      'got 1 in a.conllu and b.conllu',
    );
  });

  it('is said where relations are missing', async () => {
    const study = find('adjectives');
    const pairs = find('sums').bundled().slice(0, 8);
    const wrong = { file: { name: 'x.tsv', pairs }, bundled: false, conllu: null };
    await expect(runStudy(study, wrong, contextOf(model))).rejects.toThrow(
      'expected synonym or opposite as the label of line 1, got 4',
    );
  });

  it('is said where nothing is negated, or no text is code', async () => {
    const pairs = find('lexical-bias').bundled();
    const wrong = { file: { name: 'x.tsv', pairs }, bundled: false, conllu: null };
    await expect(runStudy(find('negation'), wrong, contextOf(model))).rejects.toThrow(
      'expected at least 5 with a negator in just one text, or with a column negated, got 0 of 100',
    );
    await expect(runStudy(find('code-roles'), wrong, contextOf(model))).rejects.toThrow(
      'expected at least 5 with code, told by a column language or recognised, got 0 of 100',
    );
    await expect(runStudy(find('syntax'), wrong, contextOf(model))).rejects.toThrow(
      'expected files of both sides beside the pairs',
    );
  });

  it('is said where a layer does not exist', async () => {
    await expect(run('agreement', 5, { options: { ...OPTIONS, layers: [0, 99] } })).rejects.toThrow(
      'got 99',
    );
  });
});
