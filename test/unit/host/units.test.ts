import { describe, expect, it } from 'vitest';
import { outlineEntries } from '../../../src/host/outlineEntries.js';
import { PlacedUnits } from '../../../src/host/placedUnits.js';
import { TrackedText } from '../../../src/host/trackedText.js';
import { Ladder } from '../../../src/reading/Ladder.js';
import { tokenise } from '../../webview/support/samples.js';

describe('units in a document', () => {
  const text = 'retry(it);\nreturn now;';
  const tokens = tokenise(text);
  function placed(start: number) {
    const tracked = new TrackedText(text, start);
    tracked.setTokens(tokens);
    const side = { text, reading: { kind: 'code' as const }, tokens };
    const { a } = new Ladder({ a: side, b: side }).unitsAt('line');
    return { tracked, units: new PlacedUnits(tracked, tokens, a) };
  }

  it('stand from their first token to their last, special ones nowhere', () => {
    const { units } = placed(100);
    expect([0, 1, 2, 3].map((unit) => units.token(unit))).toEqual([
      null,
      { start: 100, end: 110 },
      { start: 111, end: 122 },
      null,
    ]);
    expect(units.tokenCount).toBe(3);
  });

  it('move with edits elsewhere, and are gone when one of their tokens is edited', () => {
    const { tracked, units } = placed(100);
    tracked.apply([{ offset: 0, length: 0, inserted: 5 }], () => '');
    expect(units.token(1)).toEqual({ start: 105, end: 115 });
    const edited = `${' '.repeat(105)}retry(it);\nreturn later;`;
    tracked.apply([{ offset: 123, length: 3, inserted: 5 }], () => edited);
    expect(units.stale).toBe(true);
    expect(units.token(1)).toEqual({ start: 105, end: 115 });
    expect(units.token(2)).toBe(null);
  });
});

describe('an outline', () => {
  const range = (start: number, end: number) =>
    ({ start: { line: start, character: 0 }, end: { line: end, character: 0 } }) as never;
  const symbol = (name: string, kind: number, from: number, to: number, children: never[] = []) =>
    ({ name, kind, range: range(from, to), children }) as never;
  const offsetAt = ({ line }: { line: number }) => line * 10;

  it('has functions, members of classes, and other symbols of several lines', () => {
    const symbols = [
      symbol('load', 11, 0, 3),
      symbol('limit', 13, 3, 3),
      symbol('table', 13, 4, 6),
      symbol('Cache', 4, 7, 20, [symbol('get', 5, 8, 12), symbol('set', 5, 13, 18)] as never[]),
      symbol('Empty', 4, 21, 22),
    ];
    const all = outlineEntries(symbols, offsetAt, { start: 0, end: 1000 });
    expect(all.map(({ name }) => name)).toEqual(['load', 'table', 'get', 'set', 'Empty']);
    expect(all[2]).toEqual({ name: 'get', start: 80, end: 120 });
  });

  it('is cut to the text, and counts from its start', () => {
    const symbols = [
      symbol('before', 11, 0, 3),
      symbol('over', 11, 4, 12),
      symbol('after', 11, 30, 32),
    ];
    expect(outlineEntries(symbols, offsetAt, { start: 60, end: 200 })).toEqual([
      { name: 'over', start: 0, end: 60 },
    ]);
  });
});
