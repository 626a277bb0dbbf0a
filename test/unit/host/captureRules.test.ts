import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTextProblem, longestText, looksBinary } from '../../../src/host/captureRules.js';

/** As UTF-8 has it: encoding replaces lone surrogates, and nothing else. */
const isWellFormed = (text: string) => Buffer.from(text).toString() === text;

describe('findTextProblem', () => {
  it.each([
    ['', { kind: 'empty' }],
    [' \n\t\r', { kind: 'blank' }],
    ['\u200b\ufeff\u202e', { kind: 'blank' }],
    ['a\0b', { kind: 'binary', offset: 1 }],
    ['ok \ud83d broken', { kind: 'surrogate', offset: 3 }],
    ['\udc00', { kind: 'surrogate', offset: 0 }],
    ['x'.repeat(longestText + 1), { kind: 'long', length: longestText + 1 }],
  ])('refuses %j', (text, problem) => {
    expect(findTextProblem(text)).toEqual(problem);
  });

  it.each(['x', '日本語', '👩‍👩‍👧', 'e\u0301', '  code();\r\n', 'x'.repeat(longestText)])(
    'accepts %j',
    (text) => {
      expect(findTextProblem(text)).toBeNull();
    },
  );

  it('finds a lone surrogate exactly in ill-formed text, at its position', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\ud800', '\udfff', ''),
        (s, lone) => {
          const text = `a${s.replaceAll('\0', '')}${lone}.`;
          const problem = findTextProblem(text);
          expect(problem?.kind === 'surrogate').toBe(!isWellFormed(text));
          if (problem?.kind === 'surrogate') {
            expect(isWellFormed(text.slice(0, problem.offset))).toBe(true);
          }
        },
      ),
    );
  });
});

describe('looksBinary', () => {
  it('goes by a NUL in the head, but lets UTF-16 pass', () => {
    const encode = (text: string) => new TextEncoder().encode(text);
    expect(looksBinary(encode('plain'))).toBe(false);
    expect(looksBinary(encode('\x7fELF\0\0'))).toBe(true);
    expect(looksBinary(Uint8Array.of(0xff, 0xfe, 0x61, 0x00))).toBe(false);
    expect(looksBinary(new Uint8Array())).toBe(false);
  });
});
