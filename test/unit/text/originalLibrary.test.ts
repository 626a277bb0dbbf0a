import { describe, expect, it } from 'vitest';
import type { TextToken } from '../../../src/text/tokenizer.js';
import { fixture, tokenizerOf } from './fixtureTokenizers.js';

interface Encoded {
  ids: number[];
  /** start0, end0, start1, end1… in code points. */
  offsets: number[];
}

const golden = fixture('golden') as { texts: string[] } & Record<string, Encoded[]>;
const names = Object.keys(golden).filter((name) => name !== 'texts');

/**
 * When the charsmap deletes the first character, the original loses count and takes the second
 * for the first of the text. We keep count, and so put no `▁` in front of it.
 */
function originalLosesCount(name: string, text: string): boolean {
  return name === 't5' && text.startsWith('\u00ad');
}

describe.each(names)('%s: the original (Rust) library', (name) => {
  const tokenizer = tokenizerOf(name);
  const encodings = golden[name] ?? [];

  it('gives the same ids for every text', () => {
    for (const [i, text] of golden.texts.entries()) {
      if (originalLosesCount(name, text)) continue;
      const ids = tokenizer.encode(text, 10_000).tokens.map((t) => t.id);
      expect(ids, JSON.stringify(text)).toEqual(encodings[i]?.ids);
    }
  });
});

// The others' offsets are loose: the bytes of a run share it, composed accents are left out, and
// deleted characters shift what follows. The properties of spans.test.ts hold for them.
describe.each(['minilm', 'cased', 'roberta', 'gemma'])('%s: the original library', (name) => {
  const tokenizer = tokenizerOf(name);
  const encodings = golden[name] ?? [];

  it('gives the same spans, but for white space, stripped accents and prefixes', () => {
    for (const [i, text] of golden.texts.entries()) {
      const { tokens } = tokenizer.encode(text, 10_000);
      const offsets = encodings[i]?.offsets ?? [];
      const unit = utf16Offsets(text);
      const differing = tokens.filter((token, k) => {
        const start = unit[offsets[2 * k] ?? 0] ?? 0;
        const end = unit[offsets[2 * k + 1] ?? 0] ?? 0;
        return !agrees(text, token, start, end);
      });
      expect(differing, JSON.stringify(text)).toEqual([]);
    }
  });
});

function utf16Offsets(text: string): number[] {
  const units = [0];
  for (const character of text) units.push((units.at(-1) ?? 0) + character.length);
  return units;
}

function agrees(text: string, token: TextToken, start: number, end: number): boolean {
  // A space or a `▁` put in front: the original gives it nothing, or the character after it.
  if (/^[▁Ġ]+$/.test(token.text)) {
    return token.start === null || /^[\s▁]+$/.test(text.slice(token.start, token.end ?? 0));
  }
  if (token.start === null || token.end === null) return start === end;
  const theirs = text.slice(start, end);
  if (theirs.trim() === '') return text.slice(token.start, token.end).trim() === '';
  const from = start + theirs.length - theirs.trimStart().length;
  const to = from + theirs.trim().length;
  return token.start === from && /^[\p{M}\u200d]*$/u.test(text.slice(to, token.end));
}
