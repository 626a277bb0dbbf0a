import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextToken } from '../../../src/text/tokenizer.js';
import { TOKENIZERS, tokenizerOf } from './fixtureTokenizers.js';
import { anyText } from './texts.js';

interface Spanned extends TextToken {
  start: number;
  end: number;
}

function spanned(tokens: readonly TextToken[]): Spanned[] {
  return tokens.filter((t): t is Spanned => t.start !== null && t.end !== null);
}

describe.each(TOKENIZERS)('%s: spans over any text', (name) => {
  const tokenizer = tokenizerOf(name);
  const all = (text: string) => tokenizer.encode(text, 1_000_000).tokens;

  it('never decrease, are never empty, and stay inside the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let start = 0;
        let end = 0;
        for (const token of spanned(all(text))) {
          expect(token.start).toBeGreaterThanOrEqual(start);
          expect(token.end).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          ({ start, end } = token);
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('overlap only where tokens share a character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = spanned(all(text));
        for (const [i, token] of tokens.slice(1).entries()) {
          const shared = text.slice(token.start, tokens[i]?.end ?? 0);
          // One character with its marks and joiners; jamo that make one syllable are several.
          const extending = /\p{M}|\u200c|\u200d|[\u1100-\u11ff\u3131-\u318e\uff9e-\uffdc]/gu;
          const bases = shared.replace(extending, '');
          expect([...bases].length, JSON.stringify(shared)).toBeLessThanOrEqual(1);
        }
      }),
      { examples: [['한국\u200d']] },
    );
  });

  it('never split a surrogate pair', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { start, end } of spanned(all(text))) {
          expect(text.slice(start, end)).not.toMatch(/\p{Cs}/u);
        }
      }),
    );
  });

  it('begin and end with white space only when they are nothing else', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { start, end } of spanned(all(text))) {
          const slice = text.slice(start, end);
          if (/\P{White_Space}/u.test(slice)) {
            expect(slice).not.toMatch(/^\p{White_Space}|\p{White_Space}$/u);
          }
        }
      }),
    );
  });

  it('cover every letter and digit', () => {
    // plainBpe has neither bytes nor pieces for what it does not know, but an unknown token it has.
    fc.assert(
      fc.property(anyText, (text) => {
        const covered = new Uint8Array(text.length);
        for (const { start, end } of spanned(all(text))) covered.fill(1, start, end);
        for (const { 0: character, index } of text.matchAll(/[\p{L}\p{N}]/gu)) {
          // Stripping accents of what NFKC makes leaves nothing of U+FE7E and its like: a space and a mark.
          if (name === 'mixed' && !/[\p{L}\p{N}]/u.test(character.normalize('NFKD'))) continue;
          expect(covered[index], `${character} at ${index}`).toBe(1);
        }
      }),
      { examples: [['\ufe7e']] },
    );
  });

  it('are the first ones of the whole when the text is truncated', () => {
    fc.assert(
      fc.property(anyText, fc.nat({ max: 12 }), (text, extra) => {
        const whole = tokenizer.encode(text, 1_000_000);
        const specials = whole.tokens.filter((t) => t.special);
        const wholeText = whole.tokens.filter((t) => !t.special);
        const cut = tokenizer.encode(text, specials.length + extra);
        expect(cut.tokens.length).toBeLessThanOrEqual(specials.length + extra);
        expect(cut.tokens.filter((t) => t.special)).toEqual(specials);
        expect(cut.tokens.filter((t) => !t.special)).toEqual(wholeText.slice(0, extra));
        const lost = wholeText.slice(extra);
        expect(cut.unread).toEqual(
          lost.length === 0
            ? null
            : { from: spanned(lost)[0]?.start ?? text.length, tokens: lost.length },
        );
      }),
    );
  });
});

describe('minilm: what a span covers', () => {
  const tokenizer = tokenizerOf('minilm');

  /** BERT's normalisation, written out a second time. */
  const bert = (text: string): string =>
    [...text.normalize('NFD').replace(/\p{Mn}|\p{Cf}|\p{Cc}|\p{Co}|\ufffd/gu, '')]
      .map((c) => c.toLowerCase())
      .join('');

  it('normalises to the token’s own form', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const token of spanned(tokenizer.encode(text, 1_000_000).tokens)) {
          if (token.text === '[UNK]') continue;
          const slice = text.slice(token.start, token.end);
          if (/^\[[A-Z]+\]$/.test(token.text) && slice === token.text) continue;
          const form = token.text.length > 2 ? token.text.replace(/^##/, '') : token.text;
          // A character of which this token is a part, such as a jamo of a syllable, marked or not.
          const composed = slice.normalize('NFC');
          const syllable = /^\p{sc=Hangul}(?:\p{M}|\u200c|\u200d)*$/u.test(composed);
          if (syllable || [...composed].length === 1) expect(bert(slice)).toContain(form);
          else expect(bert(slice)).toBe(form);
        }
      }),
      { examples: [['한국\u0323']] },
    );
  });
});
