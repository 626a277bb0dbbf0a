import { describe, expect, test } from 'vitest';
import { spread, textPieces } from '../../../../src/host/search/textPieces.js';

describe('pieces of a file', () => {
  test('are its paragraphs and blocks of code, as they are written', () => {
    const text =
      'A first paragraph.\nIt goes on.\r\n  \r\n  indented(code);\n  more(code);\n\n\nlast one, long enough\n';
    expect(textPieces(text)).toEqual([
      'A first paragraph.\nIt goes on.',
      '  indented(code);\n  more(code);',
      'last one, long enough',
    ]);
  });

  test('say something: no rulers, no numbers, no single words', () => {
    expect(textPieces('--------------------\n\n1234567890 1234567890\n\nword\n\n')).toEqual([]);
  });

  test('end at the end of a line where they are too long, or of a character', () => {
    const line = 'a line of some forty characters, or so.\n';
    const [piece = ''] = textPieces(line.repeat(40));
    expect(piece.length).toBeLessThanOrEqual(600);
    expect(piece.endsWith('or so.')).toBe(true);
    const [faces = ''] = textPieces(`x${'😀'.repeat(400)}`);
    expect(faces.length).toBeLessThanOrEqual(600);
    expect(faces.replaceAll('😀', '')).toBe('x');
  });
});

test('spreading takes some of many, from all over, and all of few', () => {
  expect(spread([1, 2, 3], 5)).toEqual([1, 2, 3]);
  expect(
    spread(
      Array.from({ length: 100 }, (_, n) => n),
      4,
    ),
  ).toEqual([0, 25, 50, 75]);
});
