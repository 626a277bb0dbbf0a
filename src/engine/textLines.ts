/** Texts of a file, one a line. */
import { InputError } from '../attribution/inputError.js';
import type { Complaint } from '../search/readSample.js';
import { decodeText } from '../study/input/decodeText.js';

export interface TextLines {
  readonly texts: readonly string[];
  /** Words for one of them that cannot be used, with its line in the file. */
  readonly complain: Complaint;
}

/** Pairs grow with the square: of so many texts there are half a million. */
const MOST_TEXTS = 1000;

/**
 * The lines that are not blank. Throws InputError in one sentence where the file is not UTF-8 text (with line
 * and column) or has fewer or more texts than can be compared.
 * @param stage begins the sentence: `--texts`
 * @param name the file's, for the sentence
 */
export function textLines(
  stage: string,
  name: string,
  bytes: Uint8Array,
  fewest: number,
): TextLines {
  const lines = decodeText(stage, name, bytes)
    .split(/\r\n|\n|\r/)
    .map((text, index) => ({ text, line: index + 1 }))
    .filter(({ text }) => text.trim() !== '');
  if (lines.length < fewest) {
    throw new InputError(
      `${stage}: expected at least ${fewest} texts, one a line, got ${lines.length} in ${name}`,
    );
  }
  const tooMany = lines[MOST_TEXTS];
  if (tooMany) {
    throw new InputError(
      `${stage}: expected at most ${MOST_TEXTS} texts, got ${lines.length} in ${name} ` +
        `(line ${tooMany.line} is the first too many)`,
    );
  }
  return {
    texts: lines.map(({ text }) => text),
    complain: (number, reason) =>
      new InputError(
        `${stage}: expected words in line ${lines[number - 1]?.line ?? number} of ${name}, got ${reason}`,
      ),
  };
}
