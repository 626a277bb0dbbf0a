import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrackedText } from '../../../src/host/trackedText.js';

/** A document with one tracked stretch; edits go to both, as VS Code sends them. */
class Document {
  readonly tracked: TrackedText;
  constructor(
    public text: string,
    start: number,
    end: number,
    tokens: [number, number][] = [],
  ) {
    this.tracked = new TrackedText(text.slice(start, end), start);
    this.tracked.setTokens(tokens.map(([from, to]) => ({ start: from, end: to })));
  }

  edit(offset: number, length: number, inserted: string): boolean {
    this.text = this.text.slice(0, offset) + inserted + this.text.slice(offset + length);
    const edit = { offset, length, inserted: inserted.length };
    return this.tracked.apply([edit], () => this.text);
  }

  get held(): string {
    return this.text.slice(this.tracked.span.start, this.tracked.span.end);
  }

  token(index: number): string | null {
    const span = this.tracked.token(index);
    return span && this.text.slice(span.start, span.end);
  }
}

const twoWords = (): Document =>
  new Document('one retry later two', 4, 15, [
    [0, 5],
    [6, 11],
  ]);

describe('TrackedText', () => {
  it('moves with edits before it and ignores edits after it', () => {
    const document = twoWords();
    expect(document.edit(0, 3, 'some words')).toBe(true);
    expect(document.held).toBe('retry later');
    expect(document.edit(document.text.length, 0, '!')).toBe(false);
    expect(document.tracked.stale).toBe(false);
    expect(document.token(1)).toBe('later');
  });

  it('does not grow when text is typed at its ends', () => {
    const document = twoWords();
    document.edit(4, 0, 'x');
    document.edit(16, 0, 'y');
    expect(document.held).toBe('retry later');
    expect(document.tracked.stale).toBe(false);
  });

  it('is stale after an edit inside, loses only the tokens it touched, and moves the others', () => {
    const document = twoWords();
    document.edit(6, 1, 'TTT');
    expect(document.tracked.stale).toBe(true);
    expect(document.held).toBe('reTTTry later');
    expect(document.token(0)).toBeNull();
    expect(document.token(1)).toBe('later');
  });

  it('is fresh again, with all tokens, after undo', () => {
    const document = twoWords();
    document.edit(6, 1, 'TTT');
    document.edit(6, 3, 't');
    expect(document.tracked.stale).toBe(false);
    expect([document.token(0), document.token(1)]).toEqual(['retry', 'later']);
  });

  it('follows a text that is cut and pasted elsewhere, when it is long enough to be sure', () => {
    const text = 'wait with exponential back-off';
    const document = new Document(`a\n${text}\nb\n`, 2, 2 + text.length, [[0, 4]]);
    document.edit(2, text.length, '');
    expect(document.tracked.stale).toBe(true);
    expect(document.token(0)).toBeNull();
    document.edit(document.text.length, 0, text);
    expect(document.tracked.stale).toBe(false);
    expect(document.held).toBe(text);
    expect(document.token(0)).toBe('wait');
  });

  it('does not take another short or repeated occurrence for its own text', () => {
    const document = new Document('abc abc', 0, 3);
    document.edit(0, 3, '');
    expect(document.tracked.stale).toBe(true);
    const long = 'x'.repeat(12) + 'y'.repeat(12);
    const twice = new Document(`${long}\n${long}\n${long}`, 0, long.length);
    twice.edit(0, 5, '');
    expect(twice.tracked.stale).toBe(true);
  });

  it('stays through a replacement of the whole document by the same text', () => {
    const document = twoWords();
    document.edit(0, document.text.length, document.text);
    expect(document.held).toBe('');
    const long = 'a sentence that is long enough';
    const whole = new Document(`# ${long} #`, 2, 2 + long.length, [[0, 1]]);
    whole.edit(0, whole.text.length, whole.text);
    expect(whole.tracked.stale).toBe(false);
    expect(whole.token(0)).toBe('a');
  });

  it('shows no token of an explanation that came after an edit inside', () => {
    const document = new Document('one retry later two', 4, 15);
    document.edit(6, 1, 'x');
    document.tracked.setTokens([{ start: 0, end: 5 }]);
    expect(document.token(0)).toBeNull();
  });

  it('while fresh holds exactly its text, and its tokens theirs, whatever is edited', () => {
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(6),
      inserted: fc.string({ maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 40 }),
        fc.array(edit, { maxLength: 12 }),
        (text, edits) => {
          const [start, end] = [2, text.length - 2];
          const document = new Document(text, start, end, [
            [0, 1],
            [1, end - start],
          ]);
          const { text: own } = document.tracked;
          for (const { at, length, inserted } of edits) {
            const offset = Math.floor(at * document.text.length);
            document.edit(offset, Math.min(length, document.text.length - offset), inserted);
            if (!document.tracked.stale) {
              expect(document.held).toBe(own);
              expect(document.token(1)).toBe(own.slice(1));
            }
            const { span } = document.tracked;
            expect(span.end).toBeLessThanOrEqual(document.text.length);
          }
        },
      ),
    );
  });
});
