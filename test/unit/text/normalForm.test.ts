import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalForm, type NormalForm } from '../../../src/text/normalForm.js';
import { TrackedText } from '../../../src/text/trackedText.js';
import { anyText } from './texts.js';

const FORMS: readonly NormalForm[] = ['NFC', 'NFD', 'NFKC', 'NFKD'];

/** All code points that normalisation changes or that can join what is before them. */
const POINTS = Array.from({ length: 0x30000 }, (_, point) => point)
  .filter((point) => point < 0xd800 || point >= 0xe000)
  .map((point) => String.fromCodePoint(point))
  .filter((c) => FORMS.some((form) => c.normalize(form) !== c) || /\p{M}/u.test(c));

describe.each(FORMS)('normalForm %s', (form) => {
  const normalised = (text: string): TrackedText => normalForm(TrackedText.of(text), form);

  it('gives what normalising the whole text gives', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(normalised(text).text).toBe(text.normalize(form));
      }),
    );
  });

  it('gives it after any base for every character that can change', () => {
    for (const base of [
      '',
      'a',
      'é',
      'か',
      'ㄱ',
      '가',
      '\u1100',
      '\u0323',
      '\u0ddc',
      '\u{11099}',
    ]) {
      const wrong = POINTS.filter(
        (c) => normalised(base + c + 'x').text !== (base + c + 'x').normalize(form),
      );
      expect(wrong).toEqual([]);
    }
  });

  it('keeps spans in order', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tracked = normalised(text);
        for (let i = 1; i < tracked.length; i++) {
          expect(tracked.startOf(i)).toBeGreaterThanOrEqual(tracked.startOf(i - 1));
          expect(tracked.endOf(i)).toBeGreaterThanOrEqual(tracked.endOf(i - 1));
        }
      }),
    );
  });
});

describe('normalForm', () => {
  it('traces a composed character to its letter and its mark', () => {
    const tracked = normalForm(TrackedText.of('xe\u0301y'), 'NFC');
    expect(tracked.text).toBe('xéy');
    expect([tracked.span(0, 1), tracked.span(1, 2), tracked.span(2, 3)]).toEqual([
      { start: 0, end: 1 },
      { start: 1, end: 3 },
      { start: 3, end: 4 },
    ]);
  });

  it('traces decomposed characters that stay in order to each their own', () => {
    const tracked = normalForm(TrackedText.of('é\u0323b'), 'NFD');
    // The dot below moves before the accent: letter and marks stand for each other.
    expect(tracked.span(0, 1)).toEqual({ start: 0, end: 2 });
    const kept = normalForm(TrackedText.of('ạ\u0301'), 'NFD');
    expect(kept.span(2, 3)).toEqual({ start: 1, end: 2 });
  });

  it('leaves text that is normal untouched', () => {
    const source = TrackedText.of('plain 日本');
    expect(normalForm(source, 'NFC')).toBe(source);
  });
});
