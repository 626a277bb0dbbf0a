import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftSpan } from '../../../src/host/spans.js';

/** A document whose characters know where they came from: what a span must still hold is a fact. */
function edited(length: number, edit: { offset: number; length: number; inserted: number }) {
  const before = Array.from({ length }, (_, i) => i);
  const inserted = Array.from({ length: edit.inserted }, (_, i) => -1 - i);
  return before.toSpliced(edit.offset, edit.length, ...inserted);
}

const scenario = fc
  .record({ length: fc.integer({ min: 1, max: 20 }), inserted: fc.integer({ min: 0, max: 5 }) })
  .chain(({ length, inserted }) =>
    fc.record({
      length: fc.constant(length),
      inserted: fc.constant(inserted),
      ends: fc.tuple(fc.nat(length), fc.nat(length)),
      cut: fc.tuple(fc.nat(length), fc.nat(length)),
    }),
  )
  .map(({ length, inserted, ends, cut }) => {
    const [start, end] = [Math.min(...ends), Math.max(...ends)];
    const [from, to] = [Math.min(...cut), Math.max(...cut)];
    return { length, span: { start, end }, edit: { offset: from, length: to - from, inserted } };
  });

describe('shiftSpan', () => {
  it('keeps exactly the characters of the span through an edit that does not touch it', () => {
    fc.assert(
      fc.property(scenario, ({ length, span, edit }) => {
        const after = edited(length, edit);
        const { span: moved, touched } = shiftSpan(span, edit);
        const own = Array.from({ length: span.end - span.start }, (_, i) => span.start + i);
        const now = after.slice(moved.start, moved.end);
        if (!touched) expect(now).toEqual(own);
        // What is in it was in it, or was written strictly inside.
        expect(now.filter((id) => id >= 0)).toEqual(own.filter((id) => now.includes(id)));
        expect(moved.start).toBeGreaterThanOrEqual(0);
        expect(moved.end).toBeLessThanOrEqual(after.length);
        expect(moved.start).toBeLessThanOrEqual(moved.end);
      }),
    );
  });

  it('says touched exactly when a character is lost or one is inserted between two of its own', () => {
    fc.assert(
      fc.property(scenario, ({ length, span, edit }) => {
        fc.pre(span.start < span.end);
        const after = edited(length, edit);
        const own = Array.from({ length: span.end - span.start }, (_, i) => span.start + i);
        const lost = own.some((id) => !after.includes(id));
        const places = own.map((id) => after.indexOf(id));
        const split = places.some((place, i) => i > 0 && place !== (places[i - 1] ?? 0) + 1);
        expect(shiftSpan(span, edit).touched).toBe(lost || split);
      }),
    );
  });

  it('keeps all that survives of a touched span', () => {
    fc.assert(
      fc.property(scenario, ({ length, span, edit }) => {
        const after = edited(length, edit);
        const { span: moved } = shiftSpan(span, edit);
        const own = Array.from({ length: span.end - span.start }, (_, i) => span.start + i);
        const survivors = own.filter((id) => after.includes(id));
        const now = after.slice(moved.start, moved.end);
        expect(survivors.filter((id) => !now.includes(id))).toEqual([]);
      }),
    );
  });
});
