import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type HistoryEntry,
  MOST_ENTRIES,
  byQuery,
  differences,
  readIndex,
  startOf,
  withEntry,
} from '../../../../src/host/history/historyIndex.js';

const entry = (id: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: id.toString(16),
  question: `question ${id}`,
  query: 'query',
  name: null,
  labelA: 'query.txt',
  labelB: 'hit.ts:1',
  startA: 'retry',
  startB: 'again',
  model: 'bundled',
  score: 0.5,
  time: id,
  ...more,
});

describe('the list of explanations', () => {
  it('has the newest first, each question once, and no more than fit', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(80), { maxLength: 200 }), (questions) => {
        let listed: readonly HistoryEntry[] = [];
        questions.forEach((question, time) => {
          const asked = entry(time, { question: String(question) });
          const { entries, dropped } = withEntry(listed, asked);
          expect(entries[0]).toMatchObject({ question: String(question), time });
          expect(entries.length + dropped.length).toBeLessThanOrEqual(listed.length + 1);
          listed = entries;
        });
        expect(new Set(listed.map((one) => one.question)).size).toBe(listed.length);
        expect(listed.length).toBe(Math.min(new Set(questions).size, MOST_ENTRIES));
        const times = listed.map((one) => one.time);
        expect(times).toEqual([...times].sort((one, other) => other - one));
      }),
    );
  });

  it('keeps id and name of a question that is asked again', () => {
    const first = entry(1, { name: 'mine' });
    const { entries } = withEntry([entry(2), first], entry(3, { question: first.question }));
    expect(entries.map(({ id, name }) => [id, name])).toEqual([
      [first.id, 'mine'],
      [entry(2).id, null],
    ]);
    expect(entries[0]?.time).toBe(3);
  });

  it('puts those of one query together, where the newest of them stands', () => {
    const [a1, b, a2] = [
      entry(1, { query: 'a' }),
      entry(2, { query: 'b' }),
      entry(3, { query: 'a' }),
    ];
    expect(byQuery([a2, b, a1])).toEqual([[a2, a1], [b]]);
  });

  it('tells entries of the same places apart by what differs', () => {
    const [third, fourth, other] = [
      entry(1, { layer: 3 }),
      entry(2, { layer: 4 }),
      entry(3, { labelB: 'other.ts', layer: 5 }),
    ];
    expect(differences(third, [third, other])).toEqual([]);
    expect(differences(third, [third, fourth, other])).toEqual(['layer']);
    expect(differences(third, [third, entry(4, { layer: 3, model: 'mine' })])).toEqual(['model']);
  });

  it('comes back from storage without what is damaged', () => {
    const whole = entry(1);
    const damaged = [{ ...whole, score: NaN }, { ...whole, id: '../../x' }, null, 'x', []];
    expect(readIndex(JSON.parse(JSON.stringify([whole, ...damaged])))).toEqual([whole]);
    expect(readIndex(undefined)).toEqual([]);
    expect(readIndex({ length: 1 })).toEqual([]);
  });
});

describe("a text's beginning", () => {
  it('is one line, without half characters', () => {
    expect(startOf('  retry\n\n  later ')).toBe('retry later');
    const start = startOf('😀'.repeat(100));
    expect([...start]).toHaveLength(80);
    expect(start).not.toMatch(/\p{Surrogate}/u);
  });
});
